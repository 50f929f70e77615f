import { HostFunction, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { joinFingerprints } from './farm-hash.js';
import { fingerprintOf } from './hash-text.js';
import { u64 } from './words64.js';
import { inputAt, wholeTensor } from './values.js';

/** What TensorFlow's crosses of features begin with. */
const CROSS_KEY = 0xdecafcaffen;

const fingerprintsOf = (x: Tensor): readonly bigint[] => (x.dtype === 'string' ? x.data.map(fingerprintOf) : Array.from(x.data, (value) => u64(BigInt(Math.trunc(value)))));

/** Hashes what stands in one place of several inputs of one shape into a bin (TensorFlow's `sparse.cross_hashed`). Output: int32. */
export class CrossHash extends HostFunction {
  readonly name = 'cross';
  readonly bins: number;

  constructor(bins: number) {
    super();
    this.bins = bins;
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    return [{ shape: inputAt(inputs).shape, dtype: 'int32' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    return [wholeTensor(this.crossed(inputs), inputAt(inputs).shape)];
  }

  /** The bin of each place. */
  crossed(inputs: readonly Tensor[]): readonly number[] {
    const columns = inputs.map(fingerprintsOf);
    const count = BigInt(this.bins);
    return inputAt(columns).map((_, i) => Number(columns.reduce((hash, column) => joinFingerprints(hash, column[i] ?? 0n), CROSS_KEY) % count));
  }
}
