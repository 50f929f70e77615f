import { requireEagerBackend, type EagerBackend } from '../backend.js';
import { InvalidArgumentError, KedgeError } from '../errors.js';
import { uniqueName, toSnakeCase } from '../names.js';
import { Operation } from '../operation.js';
import { formatShape, type Shape } from '../shape.js';
import { SymbolicTensor } from '../symbolic-tensor.js';
import { scalar, type Tensor } from '../tensor.js';
import { currentTraceScope, type TraceScope } from '../trace-scope.js';
import {
  isEagerValue,
  isSymbolicTensor,
  isVariable,
  type EagerValue,
  type TensorSpec,
  type Value,
  type ValueLike,
  type VariableLike,
} from '../value.js';
import type { PrimitiveAttrs, PrimitiveName } from './primitives.js';

/** How many inputs a primitive takes; `many` for a list of any length. */
export type Arity = 0 | 1 | 2 | 3 | 4 | 5 | 'many';

/** The inputs of a primitive as a tuple of its arity. */
export interface InputTuples<T> {
  readonly 0: readonly [];
  readonly 1: readonly [T];
  readonly 2: readonly [T, T];
  readonly 3: readonly [T, T, T];
  readonly 4: readonly [T, T, T, T];
  readonly 5: readonly [T, T, T, T, T];
  readonly many: readonly T[];
}

/** Attributes of a primitive that has none. */
export type NoAttrs = Readonly<Record<never, never>>;

/**
 * One primitive: a name, an arity, and the rule that gives the outputs' shapes and dtypes.
 *
 * Everything that computes is written in primitives, and each backend holds one kernel for each of them.
 */
export interface Primitive<Name extends string = string, Attrs = never, N extends Arity = Arity> {
  readonly name: Name;
  readonly arity: N;
  /** @throws ShapeMismatchError, DTypeMismatchError or InvalidArgumentError when the inputs do not fit. */
  readonly infer: (inputs: InputTuples<TensorSpec>[N], attrs: Attrs) => readonly TensorSpec[];
}

/** Declares a primitive; the type parameters are read off the argument. */
export function definePrimitive<const Name extends string, Attrs, const N extends Arity>(
  primitive: Primitive<Name, Attrs, N>,
): Primitive<Name, Attrs, N> {
  return primitive;
}

/** A leaf of a primitive's arguments: an edge, a weight, or a constant. */
export type PrimitiveArgument = SymbolicTensor | VariableLike | Tensor;

/** A recorded primitive: what the nodes of a lowered graph hold. */
export class PrimitiveOperation extends Operation {
  readonly primitive: Primitive;
  readonly attrs: Readonly<Record<string, unknown>>;
  /** Shapes that are known to come out where the rule leaves sizes open. */
  readonly #outputShapes: readonly Shape[] | undefined;

  constructor(name: string, primitive: Primitive, attrs: Readonly<Record<string, unknown>>, outputShapes?: readonly Shape[]) {
    super(name);
    this.primitive = primitive;
    this.attrs = attrs;
    this.#outputShapes = outputShapes;
  }

  override get typeName(): string {
    return this.primitive.name;
  }

  override computeOutputSpec(args: readonly unknown[]): readonly TensorSpec[] {
    const specs = inferPrimitive(this.primitive, args as readonly TensorSpec[], this.attrs);
    return this.#outputShapes === undefined ? specs : specs.map(({ shape, dtype }, i) => ({ shape: this.#outputShapes?.[i] ?? shape, dtype }));
  }

  override run(args: readonly unknown[]): Value[] {
    return callAny(this.primitive, args as readonly ValueLike[], this.attrs);
  }
}

function inferPrimitive(primitive: Primitive, inputs: readonly TensorSpec[], attrs: unknown): readonly TensorSpec[] {
  if (primitive.arity !== 'many' && inputs.length !== primitive.arity) {
    throw new InvalidArgumentError(`${primitive.name}: expected ${primitive.arity} inputs, got ${inputs.length}.`);
  }
  // The arity was just checked, and attributes are those that the typed entry point took.
  const infer = primitive.infer as (inputs: readonly TensorSpec[], attrs: unknown) => readonly TensorSpec[];
  return infer(inputs, attrs);
}

function asTyped(input: ValueLike): Value | VariableLike | Tensor {
  if (typeof input === 'number') return scalar(input);
  if (typeof input === 'boolean') return scalar(input ? 1 : 0, 'bool');
  return input;
}

function inScope(scope: TraceScope, input: Value | VariableLike | Tensor): PrimitiveArgument {
  const isForeign = isEagerValue(input) || (isSymbolicTensor(input) && input.scope !== scope);
  if (!isForeign) return input;
  if (scope.capture === undefined) {
    throw new KedgeError(
      'LEAKED_TENSOR',
      `${isSymbolicTensor(input) ? `Tensor '${input.name}'` : `A value of shape ${formatShape(input.shape)}`} of outside is used inside a traced computation. Pass it as an argument of the call instead.`,
    );
  }
  return scope.capture(input) as SymbolicTensor;
}

function toEager(backend: EagerBackend, input: Value | VariableLike | Tensor, temporaries: EagerValue[]): EagerValue {
  if (isEagerValue(input)) return input;
  if (isVariable(input)) return input.eagerValue(backend);
  const value = backend.fromTensor(input as Tensor);
  temporaries.push(value);
  return value;
}

function execute(primitive: Primitive, inputs: readonly (Value | VariableLike | Tensor)[], attrs: object): EagerValue[] {
  const outputs = inferPrimitive(primitive, inputs, attrs);
  const backend = inputs.find(isEagerValue)?.backend ?? requireEagerBackend(`ops.${primitive.name}`);
  const temporaries: EagerValue[] = [];
  const values = inputs.map((input) => toEager(backend, input, temporaries));
  const results = backend.execute(primitive.name as PrimitiveName, values, attrs as PrimitiveAttrs<PrimitiveName>, outputs);
  for (const temporary of temporaries) if (!results.includes(temporary)) temporary.dispose();
  return results;
}

function trace(scope: TraceScope, primitive: Primitive, inputs: readonly PrimitiveArgument[], attrs: Readonly<Record<string, unknown>>): SymbolicTensor[] {
  if (!scope.records) {
    return inferPrimitive(primitive, inputs, attrs).map(({ shape, dtype }) => new SymbolicTensor({ shape, dtype, name: primitive.name }));
  }
  const name = scope.uniqueName(primitive.name);
  const operation = new PrimitiveOperation(name, primitive, attrs, scope.outputShapes?.get(name));
  return operation.symbolicCall(inputs) as SymbolicTensor[];
}

function callAny(primitive: Primitive, inputs: readonly ValueLike[], attrs: Readonly<Record<string, unknown>>): Value[] {
  const scope = currentTraceScope();
  const typed = inputs.map(asTyped);
  if (scope !== undefined) return trace(scope, primitive, typed.map((input) => inScope(scope, input)), attrs);
  if (typed.some(isSymbolicTensor)) {
    const operation = new PrimitiveOperation(uniqueName(toSnakeCase(primitive.name)), primitive, attrs);
    return operation.symbolicCall(typed) as SymbolicTensor[];
  }
  return execute(primitive, typed, attrs);
}

/**
 * Applies a primitive: records a node when a graph is being traced, computes values otherwise.
 *
 * @param primitive Its definition.
 * @param inputs Tensors, variables or constants; bare numbers count as float32 scalars.
 * @param attrs Normalised attributes.
 * @returns The outputs, in order.
 */
export function callPrimitive<Attrs extends object, N extends Arity>(
  primitive: Primitive<string, Attrs, N>,
  inputs: InputTuples<ValueLike>[N],
  attrs: Attrs,
): Value[] {
  return callAny(primitive as unknown as Primitive, inputs, attrs as Readonly<Record<string, unknown>>);
}

/** {@link callPrimitive} for a primitive that has one output. */
export function callForOne<Attrs extends object, N extends Arity>(
  primitive: Primitive<string, Attrs, N>,
  inputs: InputTuples<ValueLike>[N],
  attrs: Attrs,
): Value {
  const [output] = callPrimitive(primitive, inputs, attrs);
  if (output === undefined) throw new KedgeError('INTERNAL', `${primitive.name} put out nothing.`);
  return output;
}
