import { HostFunction, type Tensor, type TensorSpec } from '@kedge/graph-core';

/** Host functions one after another, each of one input and one output, so that nothing travels to a backend in between. */
export class HostChain extends HostFunction {
  readonly name = 'chain';
  readonly parts: readonly HostFunction[];

  constructor(parts: readonly HostFunction[]) {
    super();
    this.parts = parts;
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    return this.parts.reduce((specs, part) => part.infer(specs), inputs);
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    return this.parts.reduce((values, part) => part.compute(values), inputs);
  }
}
