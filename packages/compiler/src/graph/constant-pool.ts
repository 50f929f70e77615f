import { isVariable, sizeOf, type DType, type Tensor, type VariableLike } from '@kedge/graph-core';
import type { HostArray, Precision } from '../host/host-array.js';
import { Constant, type ConstantSource } from './constant.js';

/** Literals up to this size are one constant when their values are; larger ones when they are one object. */
const COMPARE_BELOW = 16;

/**
 * The constants of one or more graphs, each kept once.
 *
 * Lower a model again with the same pool (for another input shape) and the same weights, scaled the same way, come out as the
 * same {@link Constant} objects. To take new weights, begin with a new pool.
 */
export class ConstantPool {
  // Weak, so that after release() nothing here keeps a weight alive.
  readonly #byObject = new WeakMap<VariableLike | Tensor, Constant>();
  readonly #byKey = new Map<string, Constant>();
  readonly #all: Constant[] = [];
  readonly #isSnapshot: boolean;

  /**
   * @param options With `snapshot`, weights are what they are when a graph is lowered, whatever becomes of them later. Without, they are
   *   looked at when their values are first needed: for models that nobody else changes.
   */
  constructor({ snapshot = false }: { readonly snapshot?: boolean } = {}) {
    this.#isSnapshot = snapshot;
  }

  /** The constant for a weight or a plain tensor. */
  of(source: VariableLike | Tensor): Constant {
    const known = this.#byObject.get(source);
    if (known !== undefined) return known;
    const constant = isVariable(source) ? this.#add(this.#variableSource(source)) : this.#ofTensor(source);
    this.#byObject.set(source, constant);
    return constant;
  }

  /** A float that is not rounded before it is used, e.g. a layer's epsilon. */
  number(value: number): Constant {
    const compute = (): HostArray => ({ data: Float64Array.of(value), shape: [], dtype: 'float32' });
    return this.#once(`number:${numberText(value)}`, { label: numberText(value), shape: [], dtype: 'float32', isLiteral: true, compute });
  }

  /**
   * A constant that is computed from others.
   *
   * @param key Says how, e.g. `multiply`; the same way from the same sources is the same constant.
   * @param sources What it is computed from.
   * @param compute Called when values are needed, and not before.
   */
  derive(key: string, sources: readonly Constant[], spec: { readonly shape: readonly number[]; readonly dtype: DType; readonly label: string }, compute: (precision: Precision) => HostArray): Constant {
    const isLiteral = sources.every((source) => source.isLiteral);
    return this.#once(`${key}(${sources.map(({ id }) => id).join(',')})`, { ...spec, isLiteral, compute });
  }

  /** Every constant ever made, in order. */
  get constants(): readonly Constant[] {
    return this.#all;
  }

  /** Lets go of all values; see {@link Constant.release}. Weights and tensors are no longer held from here. */
  release(): void {
    for (const constant of this.#all) constant.release();
  }

  #variableSource(variable: VariableLike): ConstantSource {
    const { name, shape, dtype } = variable;
    const compute = this.#isSnapshot ? snapshotOf(variable) : () => variable.hostValue();
    return { label: name, shape, dtype, isLiteral: false, compute };
  }

  #ofTensor(source: Tensor): Constant {
    const { shape, dtype } = source;
    const size = sizeOf(shape);
    const described: ConstantSource = { label: literalLabel(source), shape, dtype, isLiteral: true, compute: () => source };
    if (dtype === 'string' || size > COMPARE_BELOW) return this.#add(described);
    const values = Array.from(source.data, numberText).join(',');
    return this.#once(`literal:${dtype}[${shape.join(',')}]${values}`, described);
  }

  #once(key: string, source: ConstantSource): Constant {
    const constant = this.#byKey.get(key) ?? this.#add(source);
    this.#byKey.set(key, constant);
    return constant;
  }

  #add(source: ConstantSource): Constant {
    const constant = new Constant(this.#all.length, source);
    this.#all.push(constant);
    return constant;
  }
}

function snapshotOf(variable: VariableLike): () => Tensor {
  if (variable.snapshot !== undefined) return variable.snapshot();
  const value = variable.hostValue();
  return () => value;
}

/** A number so that numbers with different bits differ. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function literalLabel({ data, dtype, shape }: Tensor): string {
  if (dtype === 'string' || sizeOf(shape) > 4) return `${dtype} literal`;
  const numbers = Array.from(data, numberText);
  return shape.length === 0 ? (numbers[0] ?? '') : `[${numbers.join(', ')}]`;
}
