import { sizeOf, type NumericTensor } from '@kedge/graph-core';

/**
 * A weight in the form in which a file stores it, which takes a half or a quarter of the memory.
 *
 * It can be used wherever a tensor can; but its `data` are made anew at each access.
 */
export class CompactTensor {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly #expand: (out: Float32Array | Int32Array) => void;

  /** @param expand Writes all values. */
  constructor(shape: readonly number[], dtype: 'float32' | 'int32', expand: (out: Float32Array | Int32Array) => void) {
    this.shape = shape;
    this.dtype = dtype;
    this.#expand = expand;
  }

  get data(): Float32Array | Int32Array {
    const size = sizeOf(this.shape);
    const out = this.dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
    this.#expand(out);
    return out;
  }

  /** The plain tensor, in a shape of as many elements. */
  expanded(shape: readonly number[] = this.shape): NumericTensor {
    return { data: this.data, shape, dtype: this.dtype } as NumericTensor;
  }
}
