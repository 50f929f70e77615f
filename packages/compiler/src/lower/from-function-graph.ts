import {
  FunctionGraph,
  isFullyKnown,
  isSymbolicTensor,
  isTensor,
  isVariable,
  KedgeError,
  PrimitiveOperation,
  type Node,
  type PrimitiveName,
  type ScanAttrs,
  type Shape,
  type SymbolicTensor,
  type TensorSpec,
} from '@kedge/graph-core';
import type { ConstantPool } from '../graph/constant-pool.js';
import { PrimitiveGraph } from '../graph/primitive-graph.js';
import type { Operand, Step, ValueId } from '../graph/step.js';

/** A traced computation of primitives, and how its ends are called. */
export interface TracedComputation {
  readonly inputs: readonly { readonly name: string; readonly tensor: SymbolicTensor }[];
  /** Symbolic tensors, weights and plain tensors. */
  readonly outputs: readonly { readonly name: string; readonly value: unknown }[];
}

/** Gives values numbers while a traced computation is turned into data. */
class Converter {
  readonly specs: TensorSpec[] = [];
  readonly #ids = new Map<SymbolicTensor, ValueId>();
  readonly #pool: ConstantPool;

  constructor(pool: ConstantPool) {
    this.#pool = pool;
  }

  define({ shape, dtype }: TensorSpec, tensor: SymbolicTensor): ValueId {
    const id = this.specs.push({ shape, dtype }) - 1;
    this.#ids.set(tensor, id);
    return id;
  }

  operand(value: unknown, where: string): Operand {
    const id = isSymbolicTensor(value) ? this.#ids.get(value) : undefined;
    if (id !== undefined) return id;
    if (isVariable(value) || isTensor(value)) return this.#pool.of(value);
    throw new KedgeError('LOWERING_FAILED', `${where}: expected a tensor that is traced in this graph, a weight or a plain tensor, got ${describe(value)}. Pass it as an argument of the call instead.`);
  }

  step(node: Node): Step {
    const { operation } = node;
    if (!(operation instanceof PrimitiveOperation)) {
      throw new KedgeError('LOWERING_FAILED', `Expected primitives only after lowering, got ${operation.typeName} '${operation.name}'. Its run() must compute in ops.`);
    }
    const inputs = node.args.map((arg) => this.operand(arg, operation.name));
    const outputs = node.outputs.map((tensor) => this.define(tensor, tensor));
    const attrs = this.#attrs(operation, node.outputs[0]?.shape ?? []);
    // A recorded primitive holds the attributes that its own typed entry point took.
    return { name: operation.name, primitive: operation.typeName as PrimitiveName, attrs, inputs, outputs, epilogue: [] } as Step;
  }

  #attrs(operation: PrimitiveOperation, outputShape: Shape): object {
    if (operation.typeName === 'scan') return this.#loopAttrs(operation.attrs as unknown as ScanAttrs);
    // A size that was left open is written out once it is known, so that equal reshapes look equal.
    return operation.typeName === 'reshape' && isFullyKnown(outputShape) ? { newShape: outputShape } : operation.attrs;
  }

  #loopAttrs(attrs: ScanAttrs): object {
    const { body } = attrs;
    const inputs = body.inputs.map((tensor) => ({ name: tensor.name, tensor }));
    const outputs = body.outputs.map((value) => ({ name: value.name, value }));
    return { ...attrs, body: fromFunctionGraph({ inputs, outputs }, this.#pool) };
  }
}

function describe(value: unknown): string {
  return isSymbolicTensor(value) ? `the foreign tensor '${value.name}'` : typeof value;
}

/**
 * Turns a traced computation of primitives into data.
 *
 * @param traced Its ends.
 * @param pool Takes in the constants.
 * @throws {KedgeError} `LOWERING_FAILED` when something other than a primitive is in it.
 */
export function fromFunctionGraph(traced: TracedComputation, pool: ConstantPool): PrimitiveGraph {
  const converter = new Converter(pool);
  const inputs = traced.inputs.map(({ name, tensor }) => ({ name, value: converter.define(tensor, tensor) }));
  const computed = traced.outputs.map(({ value }) => value).filter(isSymbolicTensor);
  const given = traced.inputs.map(({ tensor }) => tensor);
  const nodes = computed.length === 0 ? [] : FunctionGraph.trace(given, computed).nodes;
  const steps = nodes.filter((node) => !node.isInput).map((node) => converter.step(node));
  const outputs = traced.outputs.map(({ name, value }) => ({ name, operand: converter.operand(value, `output '${name}'`) }));
  return new PrimitiveGraph({ inputs, outputs, steps, specs: converter.specs, pool });
}
