import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { dense } from '../core/dense.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { simpleRNN } from './simple-rnn.js';
import { bidirectional } from './bidirectional.js';

describe('Bidirectional', () => {
  keepsContract({ make: bidirectional, config: { layer: lstm({ units: 3, returnSequences: true }) }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 6] });
  keepsContract({ make: bidirectional, config: { layer: gru({ units: 3, returnState: true }), mergeMode: null }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [[null, 3], [null, 3], [null, 3], [null, 3]] });
  keepsContract({ make: bidirectional, config: { layer: gru({ units: 3 }), backwardLayer: simpleRNN({ units: 3, goBackwards: true }), mergeMode: 'ave' }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, 3] });

  it('refuses layers that do not fit together, and layers that do not recur', () => {
    expect(() => bidirectional({ layer: dense({ units: 2 }) })).toThrow(/recurrent layer, got a Dense/);
    expect(() => bidirectional({ layer: gru({ units: 2 }), backwardLayer: gru({ units: 2 }) })).toThrow(/opposite directions/);
    expect(() => bidirectional({ layer: gru({ units: 2 }), backwardLayer: gru({ units: 2, goBackwards: true, returnSequences: true }) })).toThrow(/returnSequences/);
  });

  it('has the weights of both, and can be made twice from one layer', () => {
    const inner = lstm({ units: 2, name: 'inner' });
    const [a, b] = [bidirectional({ layer: inner }), bidirectional({ layer: inner })];
    const x = input({ shape: [4, 3] });
    a.apply(x);
    b.apply(x);
    expect(a.weights).toHaveLength(6);
    expect(a.weights.some((weight) => b.weights.includes(weight))).toBe(false);
    expect([a.forwardLayer.name, a.backwardLayer.name]).toEqual(['forward_inner', 'backward_inner']);
    expect(a.partName(a.backwardLayer)).toBe('backward_layer');
  });

  it('freezes both', () => {
    const layer = bidirectional({ layer: gru({ units: 2 }), trainable: false });
    layer.apply(input({ shape: [4, 3] }));
    expect(layer.trainableWeights).toHaveLength(0);
  });
});
