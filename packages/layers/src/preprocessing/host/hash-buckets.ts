import { HostFunction, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { bucketsFor, sipKeyOf } from './hash-text.js';
import { inputAt, textsOf, wholeTensor } from './values.js';

/** How values are hashed. */
export interface HashOptions {
  /** How many bins there are, that of the mask among them. */
  readonly bins: number;
  /** Key of SipHash; FarmHash64 without one. */
  readonly salt: readonly [number, number] | null;
  /** The value of bin 0, where there is one. */
  readonly mask: string | number | null;
}

/** Hashes strings and whole numbers, which count as their decimal text, into bins. Output: shape of the input, int32. */
export class HashBuckets extends HostFunction {
  readonly name = 'hash';
  readonly options: HashOptions;
  readonly #bucketOf: (text: string) => number;
  readonly #hasMask: boolean;

  constructor(options: HashOptions) {
    super();
    this.options = options;
    const { bins, salt, mask } = options;
    this.#hasMask = mask !== null && bins > 1;
    this.#bucketOf = bucketsFor(this.#hasMask ? bins - 1 : bins, salt === null ? undefined : sipKeyOf(salt));
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    return [{ shape: inputAt(inputs).shape, dtype: 'int32' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    const x = inputAt(inputs);
    const texts = textsOf(x);
    if (!this.#hasMask) return [wholeTensor(texts.map(this.#bucketOf), x.shape)];
    const { mask } = this.options;
    return [wholeTensor(texts.map((text, i) => (x.data[i] === mask ? 0 : this.#bucketOf(text) + 1)), x.shape)];
  }
}
