import { memory } from '@tensorflow/tfjs-core';
import type { ValueLike } from '@kedge/graph-core';
import { Layer } from '../src/engine/layer.js';

/** Tensors that tfjs holds now. */
export const liveTensors = (): number => memory().numTensors;

/** Hands its input through and notes how many tensors are alive then. */
export class Probe extends Layer {
  static readonly className = 'Probe';
  static readonly fields = {};
  /** One count for each call. */
  readonly counts: number[] = [];

  constructor(name: string) {
    super({ name });
  }

  protected override call(x: ValueLike): ValueLike {
    // Nothing is alive while shapes are inferred.
    if (liveTensors() > 0) this.counts.push(liveTensors());
    return x;
  }
}
