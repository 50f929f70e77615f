import * as tf from '@tensorflow/tfjs-core';
import { expectHostResults, flattenTree, formatShape, isFullyKnown, KedgeError, ShapeMismatchError, type DType, type EagerBackend, type EagerValue, type PrimitiveAttrs, type PrimitiveName, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { onEngine, type TfjsEngine } from './engine.js';
import { identity } from './functions/arithmetic.js';
import { valueAndGradients } from './gradients.js';
import { kernels } from './kernels/index.js';
import type { Kernel, KernelContext, KnownSpec } from './kernels/kernel.js';
import { onStrings } from './strings.js';
import { emptyTensor, fromTfjs, isEmptyShape, STORED_AS, toTfjs, type StoredValues } from './transfer.js';
import { isTfjsValue, tensorOn, TfjsValue } from './value.js';

function knownSpecs(primitive: string, outputs: readonly TensorSpec[]): KnownSpec[] {
  return outputs.map(({ shape, dtype }) => {
    if (!isFullyKnown(shape)) {
      throw new ShapeMismatchError(`${primitive}: expected a result of known shape, got ${formatShape(shape)}. Values have no unknown sizes.`);
    }
    return { shape, dtype };
  });
}

function asKedgeError(error: unknown, primitive: string, engine: string, inputs: readonly tf.Tensor[]): KedgeError {
  if (error instanceof KedgeError) return error;
  const shapes = inputs.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
  return new KedgeError('KERNEL_FAILED', `${primitive} on ${shapes} failed in tfjs (${engine}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}

function expectSpecs(primitive: string, results: readonly tf.Tensor[], specs: readonly KnownSpec[]): void {
  const isAsPromised = results.length === specs.length && specs.every(({ shape, dtype }, i) => {
    const result = results[i];
    return result?.dtype === STORED_AS[dtype] && result.shape.length === shape.length && shape.every((dim, axis) => dim === result.shape[axis]);
  });
  if (isAsPromised) return;
  const show = (list: readonly { readonly shape: readonly number[]; readonly dtype: string }[]): string => list.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
  throw new KedgeError('INTERNAL', `${primitive} should give ${show(specs)} and gave ${show(results)}.`);
}

/** tfjs's wasm backend leaves garbage where XNNPACK refuses tensors of more dimensions. */
const HIGHEST_RANK: Record<TfjsEngine, number> = { cpu: Infinity, wasm: 6 };

function expectRank(primitive: string, engine: TfjsEngine, tensors: readonly { readonly shape: readonly number[] }[]): void {
  const tooHigh = tensors.find(({ shape }) => shape.length > HIGHEST_RANK[engine]);
  if (tooHigh === undefined) return;
  throw new ShapeMismatchError(`${primitive}: expected at most ${HIGHEST_RANK[engine]} dimensions on tfjs-${engine}, got ${formatShape(tooHigh.shape)}. Merge dimensions, or use the backend 'cpu'.`);
}

/** Every result as a tensor of its own, so that disposing of one never frees an argument or another result. */
function separate(results: readonly tf.Tensor[], inputs: readonly tf.Tensor[]): tf.Tensor[] {
  return results.map((result, i) => (inputs.includes(result) || results.indexOf(result) < i ? identity(result) : result));
}

/** Computes primitives on one of tfjs's backends. */
export class TfjsBackend implements EagerBackend {
  readonly name: string;
  readonly #engine: TfjsEngine;

  constructor(engine: TfjsEngine) {
    this.#engine = engine;
    this.name = `tfjs-${engine}`;
  }

  execute<K extends PrimitiveName>(primitive: K, inputs: readonly EagerValue[], attrs: PrimitiveAttrs<K>, outputs: readonly TensorSpec[]): EagerValue[] {
    const tensors = inputs.map((input) => tensorOn(this, input, primitive));
    if (primitive === 'host') return this.#onHost(tensors, attrs as unknown as PrimitiveAttrs<'host'>, inputs, outputs);
    const specs = knownSpecs(primitive, outputs);
    expectRank(primitive, this.#engine, [...tensors, ...specs]);
    const context: KernelContext = { outputs: specs, values: inputs, backend: this };
    // The inputs passed the primitive's own rule, so that they are as many as its kernel takes.
    const kernel = kernels[primitive as Exclude<PrimitiveName, 'host'>] as unknown as (inputs: readonly tf.Tensor[], attrs: unknown, context: KernelContext) => ReturnType<Kernel<K>>;
    const compute = (xs: readonly tf.Tensor[]): readonly tf.Tensor[] => [kernel(xs, attrs, context)].flat() as tf.Tensor[];
    try {
      const results = onEngine(this.#engine, () =>
        tf.tidy(() => {
          if (specs.every(({ shape }) => isEmptyShape(shape))) return specs.map(({ shape, dtype }) => emptyTensor(shape, dtype));
          const isOnStrings = primitive !== 'scan' && tensors.some(({ dtype }) => dtype === 'string');
          const made = isOnStrings ? onStrings(primitive, tensors, specs.map(({ dtype }) => dtype), compute) : compute(tensors);
          expectSpecs(primitive, made, specs);
          return separate(made, tensors);
        }),
      );
      return results.map((result, i) => new TfjsValue(this, result, specs[i]?.dtype ?? 'float32'));
    } catch (error) {
      throw asKedgeError(error, primitive, this.#engine, tensors);
    }
  }

  /** Runs a function of the host: values leave the backend and come back. */
  #onHost(tensors: readonly tf.Tensor[], { function: fn }: PrimitiveAttrs<'host'>, inputs: readonly EagerValue[], outputs: readonly TensorSpec[]): EagerValue[] {
    const given = onEngine(this.#engine, () => tensors.map((tensor, i) => fromTfjs(tensor.dataSync<'string'>() as StoredValues, [...tensor.shape], inputs[i]?.dtype ?? 'float32')));
    const results = fn.compute(given);
    expectHostResults(fn.name, results, outputs);
    return results.map((result) => this.fromTensor(result));
  }

  fromTensor(tensor: Tensor): EagerValue {
    return onEngine(this.#engine, () => new TfjsValue(this, toTfjs(tensor), tensor.dtype));
  }

  async read(value: EagerValue): Promise<Tensor> {
    const tensor = tensorOn(this, value, 'read');
    const { shape, dtype } = value;
    return fromTfjs((await tensor.data()) as StoredValues, [...shape], dtype);
  }

  tidy<T>(fn: () => T): T {
    return onEngine(this.#engine, () => {
      let result: { readonly value: T } | undefined;
      tf.tidy(() => {
        result = { value: fn() };
        // Values of another tfjs backend too: tfjs has one scope for all of them.
        return flattenTree(result.value, isTfjsValue).map(({ tensor }) => tensor);
      });
      // tidy calls its function once or throws.
      return (result as unknown as { readonly value: T }).value;
    });
  }

  keep(value: EagerValue): EagerValue {
    tf.keep(tensorOn(this, value, 'keep'));
    return value;
  }

  valueAndGradients(fn: () => EagerValue, xs: readonly EagerValue[]): { value: EagerValue; gradients: (EagerValue | undefined)[] } {
    const wrap = (tensor: tf.Tensor, dtype: DType): EagerValue => new TfjsValue(this, tensor, dtype);
    const { value, gradients } = onEngine(this.#engine, () =>
      valueAndGradients(
        () => tensorOn(this, fn(), 'valueAndGradients'),
        xs.map((x) => tensorOn(this, x, 'valueAndGradients')),
      ),
    );
    return { value: wrap(value, 'float32'), gradients: gradients.map((gradient) => gradient && wrap(gradient, 'float32')) };
  }
}
