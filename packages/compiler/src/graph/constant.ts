import { formatShape, KedgeError, sizeOf, type DType, type Tensor } from '@kedge/graph-core';
import { hostArrayOf, roundToTensor, type HostArray, type Precision } from '../host/host-array.js';

/** Vectors up to this size are kept unrounded once computed: many weights are scaled by one of them. */
const KEEP_EXACT_BELOW = 65536;

/** How a {@link Constant} comes to its values. */
export interface ConstantSource {
  /** For people: a weight's name, a number, or with a mark (`kernel'`) that something was computed from it. */
  readonly label: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly isLiteral: boolean;
  /** Called when values are first asked for. Floats may come as doubles, and must where that precision is asked for. */
  readonly compute: (precision: Precision) => Tensor | HostArray;
}

/**
 * A constant of a graph: a weight, a number out of a layer's code, or something computed from those.
 *
 * Values are made when first asked for, and kept until {@link Constant.forgetValues}. Two operands that are one constant are one object, also across
 * graphs of one pool, so that packed weights can be cached by it.
 */
export class Constant {
  /** Unique within the pool. */
  readonly id: number;
  readonly label: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /**
   * Whether the values stand in the code of the model. Rules look at the values of literals only, so that the form of a
   * plan never depends on weights and stays right when they are replaced.
   */
  readonly isLiteral: boolean;
  #compute: ConstantSource['compute'] | undefined;
  #value: Tensor | undefined;
  #exact: HostArray | undefined;

  constructor(id: number, source: ConstantSource) {
    this.id = id;
    this.label = source.label;
    this.shape = source.shape;
    this.dtype = source.dtype;
    this.isLiteral = source.isLiteral;
    this.#compute = source.compute;
  }

  /**
   * The values, rounded to the dtype. Those of a weight are what they were when first asked for.
   *
   * @throws {KedgeError} `CONSTANT_RELEASED` after {@link Constant.release}.
   */
  value(): Tensor {
    if (this.#value === undefined) {
      const made = this.#exact ?? this.#make('rounded');
      this.#value = made.dtype === 'string' ? made : roundToTensor(made);
    }
    return this.#value;
  }

  /**
   * The values before rounding, for computing further constants from them.
   *
   * @throws {KedgeError} `CONSTANT_RELEASED` after {@link Constant.release}.
   * @throws {DTypeMismatchError} for strings.
   */
  exact(): HostArray {
    if (this.#exact !== undefined) return this.#exact;
    const made = this.#make('double');
    const exact = made.dtype === 'string' ? hostArrayOf(made) : made;
    if (sizeOf(this.shape) <= KEEP_EXACT_BELOW) this.#exact = exact;
    return exact;
  }

  /** Lets go of the values, which are made again when they are asked for. */
  forgetValues(): void {
    if (this.#compute === undefined) return;
    this.#value = undefined;
    this.#exact = undefined;
  }

  /** Lets go of the values and of everything they were computed from; what remains is the identity. */
  release(): void {
    this.#compute = undefined;
    this.#value = undefined;
    this.#exact = undefined;
  }

  #make(precision: Precision): Tensor | HostArray {
    if (this.#compute === undefined) {
      throw new KedgeError('CONSTANT_RELEASED', `The values of constant '${this.label}' ${formatShape(this.shape)} were released. Read them before, or lower the model with a new pool.`);
    }
    return this.#compute(precision);
  }
}
