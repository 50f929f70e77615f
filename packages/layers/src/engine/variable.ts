import {
  formatShape,
  KedgeError,
  ShapeMismatchError,
  sizeOf,
  VALUE_KIND,
  type DType,
  type EagerBackend,
  type EagerValue,
  type Tensor,
  type VariableLike,
} from '@kedge/graph-core';
import type { OpaqueObject } from '../config/keras-object.js';
import type { Constraint } from '../constraints/index.js';
import type { Regularizer } from '../regularizers/index.js';

/** What a layer says of a weight that it makes. */
export interface VariableOptions {
  /** Name within the layer, e.g. `kernel`. */
  readonly name: string;
  /** Name in files of Keras 1 and 2 and of tfjs, where it is another. */
  readonly legacyName?: string;
  readonly shape: readonly number[];
  readonly dtype?: DType;
  readonly trainable?: boolean;
  /** Makes the first values; called when they are first needed, which for a loaded model is never. */
  readonly initialize: (shape: readonly number[]) => Tensor;
  readonly regularizer?: Regularizer | OpaqueObject | null;
  readonly constraint?: Constraint | OpaqueObject | null;
}

/**
 * A weight: a named array that a layer owns.
 *
 * Values live in host memory, and on a backend once something runs there. Training changes the backend's copy;
 * {@link Variable.sync} brings it home.
 */
export class Variable implements VariableLike {
  readonly [VALUE_KIND] = 'variable';
  readonly name: string;
  /** Name in files of Keras 1 and 2 and of tfjs. */
  readonly legacyName: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly regularizer: Regularizer | OpaqueObject | null;
  readonly constraint: Constraint | OpaqueObject | null;
  /** Whether training may change it, its layer permitting. */
  trainable: boolean;
  /** Layer and name, e.g. `dense_1/kernel`; set when the layer takes it in. */
  path: string;
  readonly #initialize: (shape: readonly number[]) => Tensor;
  #host: Tensor | undefined;
  /** Makes the values in place of {@link Variable.#host}. */
  #make: (() => Tensor) | undefined;
  #device: EagerValue | undefined;
  #isHostStale = false;
  #version = 0;

  constructor(options: VariableOptions) {
    this.name = options.name;
    this.legacyName = options.legacyName ?? options.name;
    this.path = options.name;
    this.shape = options.shape;
    this.dtype = options.dtype ?? 'float32';
    this.trainable = options.trainable ?? true;
    this.regularizer = options.regularizer ?? null;
    this.constraint = options.constraint ?? null;
    this.#initialize = options.initialize;
  }

  /** Whether values were ever set or made. */
  get isInitialized(): boolean {
    return this.#host !== undefined || this.#make !== undefined || this.#device !== undefined;
  }

  /**
   * The values in host memory, made now if there are none yet.
   *
   * @throws {KedgeError} `STALE_WEIGHTS` when training has changed them on a backend and they were not brought back.
   */
  hostValue(): Tensor {
    if (this.#isHostStale) {
      throw new KedgeError('STALE_WEIGHTS', `The values of '${this.path}' are on a backend. Await model.getWeights() or model.sync() first.`);
    }
    if (this.#make !== undefined) return this.#make();
    this.#host ??= this.#initialize(this.shape);
    return this.#host;
  }

  snapshot(): () => Tensor {
    if (this.#make !== undefined) return this.#make;
    const value = this.hostValue();
    return () => value;
  }

  /** Counts how often values were set. */
  get version(): number {
    return this.#version;
  }

  /** The values on a backend, copied there on first use. */
  eagerValue(backend: EagerBackend): EagerValue {
    if (this.#device !== undefined && this.#device.backend !== backend) {
      const host = this.hostValue();
      this.#device.dispose();
      this.#device = backend.keep(backend.fromTensor(host));
    }
    this.#device ??= backend.keep(backend.fromTensor(this.hostValue()));
    return this.#device;
  }

  /** @throws {ShapeMismatchError} when values have another shape than this weight. */
  expectFit(value: Tensor): void {
    if (value.shape.length !== this.shape.length || value.shape.some((dim, i) => dim !== this.shape[i])) {
      throw new ShapeMismatchError(`Weight '${this.path}' has shape ${formatShape(this.shape)}, got values of shape ${formatShape(value.shape)}.`);
    }
  }

  /**
   * Sets the values.
   *
   * @throws {ShapeMismatchError} when they have another shape.
   */
  assign(value: Tensor): void {
    this.expectFit(value);
    this.#forget();
    this.#host = value;
  }

  /**
   * Sets values that are made each time they are asked for and not kept, e.g. out of a compact form that takes a quarter of the
   * memory.
   *
   * @param make Gives the same values each time, in this weight's shape and dtype.
   */
  assignMade(make: () => Tensor): void {
    this.#forget();
    this.#make = make;
  }

  #forget(): void {
    this.#version += 1;
    this.#device?.dispose();
    this.#device = undefined;
    this.#isHostStale = false;
    this.#host = undefined;
    this.#make = undefined;
  }

  /** Takes over values that a training step has computed; the old ones are freed. */
  assignEager(value: EagerValue): void {
    if (value === this.#device) return;
    this.#version += 1;
    this.#device?.dispose();
    this.#device = value.backend.keep(value);
    this.#isHostStale = true;
    this.#host = undefined;
    this.#make = undefined;
  }

  /** Brings values home that training has changed on a backend. */
  async sync(): Promise<void> {
    const device = this.#device;
    if (!this.#isHostStale || device === undefined) return;
    const host = await device.backend.read(device);
    // A training step may have come in between.
    if (this.#device !== device) return this.sync();
    this.#host = host;
    this.#isHostStale = false;
  }

  /** Makes {@link Variable.eagerValue} of a backend possible when another one holds the current values. */
  async moveTo(backend: EagerBackend): Promise<void> {
    if (this.#device !== undefined && this.#device.backend !== backend) await this.sync();
  }

  /** Frees what a backend holds; values that are only there are lost unless {@link Variable.sync} ran before. */
  releaseDevice(): void {
    if (this.#isHostStale) return;
    this.#device?.dispose();
    this.#device = undefined;
  }

  /** Frees what a backend holds; the values are made anew when they are next needed. */
  dispose(): void {
    this.#forget();
  }

  toString(): string {
    return `<Variable ${this.path} shape=${formatShape(this.shape)} dtype=${this.dtype}>`;
  }
}

/** Number of scalars in weights. */
export function countScalars(weights: readonly Variable[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
