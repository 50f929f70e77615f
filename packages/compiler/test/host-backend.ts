import { VALUE_KIND, type EagerBackend, type EagerValue, type Tensor } from '@kedge/graph-core';
import { hostArrayOf, roundToTensor } from '../src/host/host-array.js';
import type { HostKernel } from '../src/host/kernel.js';
import { referenceKernels } from './reference-kernels.js';

class HostValue implements EagerValue {
  readonly [VALUE_KIND] = 'eager';
  readonly tensor: Tensor;
  readonly backend: HostBackend;

  constructor(tensor: Tensor, backend: HostBackend) {
    this.tensor = tensor;
    this.backend = backend;
    backend.live.add(this);
  }

  get shape(): readonly number[] {
    return this.tensor.shape;
  }

  get dtype(): Tensor['dtype'] {
    return this.tensor.dtype;
  }

  dispose(): void {
    this.backend.live.delete(this);
  }
}

/** A backend over the reference kernels that knows which values are alive, and hands `identity` and `reshape` to the same shape through. */
export class HostBackend implements EagerBackend {
  readonly name = 'host';
  readonly live = new Set<EagerValue>();
  /** Names of the primitives that ran. */
  readonly ran: string[] = [];

  execute(...[primitive, inputs, attrs, outputs]: Parameters<EagerBackend['execute']>): EagerValue[] {
    this.ran.push(primitive);
    for (const input of inputs) if (!this.live.has(input)) throw new Error(`${primitive} was given a value that was disposed of.`);
    const [first] = inputs;
    if (primitive === 'identity' && first !== undefined) return [first];
    const kernel = referenceKernels[primitive] as HostKernel | undefined;
    if (kernel === undefined) throw new Error(`No kernel for ${primitive}.`);
    return kernel(inputs.map((input) => hostArrayOf((input as HostValue).tensor)), attrs, outputs).map((array) => new HostValue(roundToTensor(array), this));
  }

  fromTensor(tensor: Tensor): EagerValue {
    return new HostValue(tensor, this);
  }

  read(value: EagerValue): Promise<Tensor> {
    return Promise.resolve((value as HostValue).tensor);
  }

  tidy<T>(fn: () => T): T {
    return fn();
  }

  keep(value: EagerValue): EagerValue {
    return value;
  }

  valueAndGradients(): never {
    throw new Error('Nothing is differentiated here.');
  }
}
