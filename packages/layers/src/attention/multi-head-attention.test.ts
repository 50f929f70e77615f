import type { SymbolicTensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { multiHeadAttention } from './multi-head-attention.js';

describe('MultiHeadAttention', () => {
  keepsContract({ make: multiHeadAttention, config: { numHeads: 2, keyDim: 3 }, inputs: [[null, null, 4], [null, null, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [null, null, 4] });
  keepsContract({ make: multiHeadAttention, config: { numHeads: 2, keyDim: 3, outputShape: 6, dropout: 0.2 }, inputs: [[null, 3, 4], [null, 5, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [[null, 3, 6], [null, 2, 3, 5]], args: { returnAttentionScores: true, useCausalMask: true } });
  keepsContract({ make: multiHeadAttention, config: { numHeads: 2, keyDim: 3, attentionAxes: [2] }, inputs: [[null, null, 3, 4], [null, null, 3, 4]], sizes: [[2, 2, 3, 4], [2, 2, 3, 4]], output: [null, null, 3, 4] });

  const x = (): SymbolicTensor => input({ shape: [3, 4] });

  it('takes value and key as arguments, in either spelling of their names', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3 });
    expect(layer.apply(x(), { value: x(), key: x(), use_causal_mask: true }).shape).toEqual([null, 3, 4]);
    expect(layer.inboundNodes[0]?.inputs).toHaveLength(3);
  });

  it('has the weights of query, key, value and output in this order, whatever the sizes of the inputs', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3, valueDim: 5 });
    layer.apply(x(), { value: input({ shape: [6, 7] }), key: input({ shape: [6, 8] }) });
    expect(layer.weights.map(({ path, shape }) => [path, shape])).toEqual([
      ['query/kernel', [4, 2, 3]], ['query/bias', [2, 3]],
      ['key/kernel', [8, 2, 3]], ['key/bias', [2, 3]],
      ['value/kernel', [7, 2, 5]], ['value/bias', [2, 5]],
      ['attention_output/kernel', [2, 5, 4]], ['attention_output/bias', [4]],
    ]);
    expect(layer.sublayers.map((part) => layer.partName(part))).toEqual(['query_dense', 'key_dense', 'value_dense', 'output_dense']);
  });

  it('needs a value, and refuses a gate for Keras 2', () => {
    expect(() => multiHeadAttention({ numHeads: 2, keyDim: 3, name: 'mine' }).apply(x())).toThrow(/mine.*value/);
    expect(() => multiHeadAttention({ numHeads: 2, keyDim: 3, useGate: true }).getConfig('keras2')).toThrow(/use_gate/);
  });
});
