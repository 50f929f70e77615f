import type { EagerBackend } from '../src/backend.js';
import { interpretScan, type ScanAttrs } from '../src/ops/control-flow.js';
import type { Tensor } from '../src/tensor.js';
import { VALUE_KIND, type EagerValue, type TensorSpec, type VariableLike } from '../src/value.js';

/** A value of {@link HostBackend}: numbers in an array. */
class HostValue implements EagerValue {
  readonly [VALUE_KIND] = 'eager';
  readonly shape: readonly number[];
  readonly dtype: TensorSpec['dtype'];
  readonly backend: HostBackend;
  readonly data: readonly number[];

  constructor(backend: HostBackend, { shape, dtype }: TensorSpec, data: readonly number[]) {
    this.shape = shape.map(Number);
    this.dtype = dtype;
    this.backend = backend;
    this.data = data;
    backend.live.add(this);
  }

  dispose(): void {
    this.backend.live.delete(this);
  }
}

type Kernel = (inputs: readonly HostValue[], attrs: never) => number[][];

const at = (value: HostValue, i: number): number => value.data[value.data.length === 1 ? 0 : i] ?? 0;
const elementwise =
  (fn: (a: number, b: number) => number): Kernel =>
  ([a, b]) => {
    if (a === undefined) return [];
    const count = Math.max(a.data.length, b?.data.length ?? 0);
    return [Array.from({ length: count }, (_, i) => fn(at(a, i), b === undefined ? 0 : at(b, i)))];
  };
const same: Kernel = ([x]) => [[...(x?.data ?? [])]];

/** Just enough to run loops over vectors; broadcasting of scalars only. */
const KERNELS: Readonly<Record<string, Kernel>> = {
  add: elementwise((a, b) => a + b),
  multiply: elementwise((a, b) => a * b),
  negative: elementwise((a) => -a),
  exp: elementwise((a) => Math.exp(a)),
  cast: same,
  identity: same,
  squeeze: same,
  expandDims: same,
  concatenate: (inputs) => [inputs.flatMap(({ data }) => data)],
  slice: ([x], { begin, size }: { begin: readonly number[]; size: readonly number[] }) => {
    const row = (x?.data.length ?? 0) / (x?.shape[0] ?? 1);
    return [(x?.data ?? []).slice((begin[0] ?? 0) * row, ((begin[0] ?? 0) + (size[0] ?? 0)) * row)];
  },
};

/** A backend that computes a handful of primitives in plain arrays, and knows what it holds and what it was asked. */
export class HostBackend implements EagerBackend {
  readonly name = 'host';
  readonly live = new Set<HostValue>();
  readonly executed: string[] = [];

  execute(primitive: string, inputs: readonly EagerValue[], attrs: unknown, outputs: readonly TensorSpec[]): EagerValue[] {
    this.executed.push(primitive);
    if (primitive === 'scan') return interpretScan(inputs, attrs as ScanAttrs);
    const results = KERNELS[primitive]?.(inputs as readonly HostValue[], attrs as never) ?? [];
    return outputs.map((spec, i) => new HostValue(this, spec, results[i] ?? []));
  }

  fromTensor(tensor: Tensor): EagerValue {
    return new HostValue(this, tensor, Array.from(tensor.data as ArrayLike<number>));
  }

  read(): Promise<Tensor> {
    throw new Error('Read data instead.');
  }

  tidy<T>(fn: () => T): T {
    const before = new Set(this.live);
    const result = fn();
    const kept = new Set<unknown>([result].flat(3));
    for (const value of this.live) if (!before.has(value) && !kept.has(value)) value.dispose();
    return result;
  }

  keep(value: EagerValue): EagerValue {
    return value;
  }

  valueAndGradients(): never {
    throw new Error('No gradients here.');
  }
}

/** The numbers of a value of {@link HostBackend}. */
export function dataOf(value: unknown): readonly number[] {
  return (value as HostValue).data;
}

/** A weight of given numbers. */
export function variable(name: string, data: readonly number[], shape: readonly number[] = [data.length]): VariableLike {
  const values = new Map<EagerBackend, EagerValue>();
  const host: Tensor = { data: Float32Array.from(data), shape, dtype: 'float32' };
  return {
    [VALUE_KIND]: 'variable',
    name,
    shape,
    dtype: 'float32',
    hostValue: () => host,
    eagerValue: (backend) => {
      const value = values.get(backend) ?? backend.fromTensor(host);
      values.set(backend, value);
      return value;
    },
  };
}
