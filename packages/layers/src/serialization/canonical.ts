import type { Operation } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';

/**
 * The form into which every dialect of model configs is read: calls with their arguments, and references by layer, ordinal
 * of the call (from 0 within the model that the reference stands in), and ordinal of the output.
 */
export class TensorReference {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
  /** What the file says of the type of the tensor, if anything. */
  readonly dtype: string | undefined;

  constructor(layer: string, node: number, tensor: number, dtype?: string) {
    this.layer = layer;
    this.node = node;
    this.tensor = tensor;
    this.dtype = dtype;
  }

  toString(): string {
    return `${this.layer}[${this.node}:${this.tensor}]`;
  }
}

/** Whether a value is a {@link TensorReference}. */
export function isTensorReference(value: unknown): value is TensorReference {
  return value instanceof TensorReference;
}

/** One call of a layer; references and constants in arrays and records to any depth. */
export interface CanonicalCall {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

/** One layer of a model config. */
export interface CanonicalLayer {
  readonly className: string;
  /** Python module, where the file names it. */
  readonly module: string | undefined;
  readonly name: string;
  /** As in the file. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly dialect: Dialect;
  /** The model inside, for a layer that is one. */
  readonly inner: CanonicalModel | undefined;
  readonly calls: readonly CanonicalCall[];
}

/** A model config. */
export interface CanonicalModel {
  readonly kind: 'functional' | 'sequential';
  readonly name: string | undefined;
  readonly trainable: boolean;
  readonly layers: readonly CanonicalLayer[];
  /** References in the structure of the inputs; unused for a sequential model. */
  readonly inputs: unknown;
  readonly outputs: unknown;
  /** Batch shape that a sequential model without an input layer was built for. */
  readonly buildInputShape: readonly (number | null)[] | undefined;
}

/** Something that the calls of a model are made of, while it is being built. */
export interface Callee {
  readonly operation: Operation;
  /**
   * Records a call with arguments as the file holds them.
   *
   * @param dtype What the file says of the type of the first output, if anything.
   */
  symbolicCall(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>, dtype?: string): unknown;
}
