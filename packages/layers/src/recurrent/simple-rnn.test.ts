import { tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import * as keras from '../index.js';
import { simpleRNN } from './simple-rnn.js';

describe('SimpleRNN', () => {
  keepsContract({ make: simpleRNN, config: { units: 3 }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, 3] });
  keepsContract({ make: simpleRNN, config: { units: 3, returnSequences: true, returnState: true, goBackwards: true, dropout: 0.2 }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [[null, null, 3], [null, 3]] });

  it('takes the states to begin with as an argument or behind the sequence', () => {
    const [x, ...states] = [input({ shape: [5, 4] }), input({ shape: [3] })];
    const layer = simpleRNN({ units: 3 });
    const model = keras.model({ inputs: [x, ...states], outputs: layer.apply(x, { initialState: states }) });
    expect(model.graph.operations).toContain(layer);
    expect(layer.apply([x, ...states]).shape).toEqual([null, 3]);
  });

  const machine = computing();

  it('keeps its states from call to call when it is stateful', async () => {
    const layer = simpleRNN({ units: 2, stateful: true });
    const x = tensor([1, 2, 3, 4], [1, 2, 2]);
    const whole = simpleRNN({ units: 2 });
    whole.buildFor([{ shape: [1, 4, 2], dtype: 'float32' }]);
    layer.buildFor([{ shape: [1, 2, 2], dtype: 'float32' }]);
    layer.setWeights(await whole.getWeights());
    const expected = await machine.run(whole, tensor([1, 2, 3, 4, 1, 2, 3, 4], [1, 4, 2])).read();
    const { context } = machine.run(layer, x);
    for (const [variable, value] of context.updates) variable.assignEager(value as EagerValue);
    expect(await machine.run(layer, x).read()).toEqual(expected);
    await layer.sync();
    layer.resetStates();
    expect(await machine.run(layer, x).read()).not.toEqual(expected);
    expect(layer.weights).toHaveLength(3);
  });

  it('needs a known batch size to be stateful, naming the layer', () => {
    expect(() => simpleRNN({ units: 2, stateful: true, name: 'mine' }).apply(input({ shape: [5, 4] }))).toThrow(/mine.*batch size/);
  });

  it('drops the same elements at every step, in training only', async () => {
    const layer = simpleRNN({ units: 2, dropout: 0.5, recurrentDropout: 0.5 });
    const x = tensor(Array.from({ length: 64 }, (_, i) => Math.cos(i)), [4, 4, 4]);
    const still = await machine.run(layer, x).read();
    expect(await machine.run(layer, x).read()).toEqual(still);
    expect(await machine.run(layer, x, true).read()).not.toEqual(still);
  });
});
