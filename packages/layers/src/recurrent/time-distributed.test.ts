import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv2d } from '../convolutional/conv2d.js';
import { dense } from '../core/dense.js';
import { model } from '../engine/model.js';
import { lstm } from './lstm.js';
import { timeDistributed } from './time-distributed.js';

describe('TimeDistributed', () => {
  keepsContract({ make: timeDistributed, config: { layer: dense({ units: 3 }) }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 3] });
  keepsContract({ make: timeDistributed, config: { layer: conv2d({ filters: 2, kernelSize: 3, strides: 2 }) }, inputs: [[null, 5, null, 6, 3]], sizes: [[2, 5, 7, 6, 3]], output: [null, 5, null, 2, 2] });
  keepsContract({ make: timeDistributed, config: { layer: lstm({ units: 2, returnState: true }) }, inputs: [[null, null, 4, 3]], sizes: [[2, 5, 4, 3]], output: [[null, null, 2], [null, null, 2], [null, null, 2]] });

  it('refuses an input without time, naming the layer', () => {
    expect(() => timeDistributed({ layer: dense({ units: 2 }), name: 'mine' }).apply(input({ shape: [3] }))).toThrow(/mine.*time/);
  });

  it('takes a whole model in', () => {
    const x = input({ shape: [4] });
    const inner = model({ inputs: x, outputs: dense({ units: 2 }).apply(x) });
    const layer = timeDistributed({ layer: inner });
    expect(layer.apply(input({ shape: [7, 4] })).shape).toEqual([null, 7, 2]);
    expect(layer.weights).toEqual(inner.weights);
  });
});
