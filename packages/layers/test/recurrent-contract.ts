import { tensor, type EagerValue } from '@kedge/graph-core';
import { expect, it } from 'vitest';
import { input } from '../src/core/input-layer.js';
import * as keras from '../src/index.js';
import { keepsContract } from './contract.js';
import { computing } from './running.js';

/** What every recurrent layer is tested with. */
interface RecurrentConfig {
  readonly units: number;
  readonly stateful?: boolean;
  readonly returnSequences?: boolean;
  readonly returnState?: boolean;
  readonly goBackwards?: boolean;
  readonly dropout?: number;
  readonly recurrentDropout?: number;
  readonly name?: string;
}

/** A recurrent layer, as far as this contract goes. */
type RecurrentLayer = keras.SimpleRNN | keras.GRU | keras.LSTM;

/**
 * What SimpleRNN, GRU and LSTM promise alike: states as arguments, state from call to call, and dropout that is drawn once.
 *
 * @param make The layer's factory.
 * @param states How many states it carries.
 */
export function keepsRecurrentContract(make: (config: RecurrentConfig) => RecurrentLayer, states: number): void {
  const carried = Array.from({ length: states }, () => [null, 3]);
  keepsContract({ make, config: { units: 3 }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, 3] });
  keepsContract({ make, config: { units: 3, returnSequences: true, returnState: true, goBackwards: true, dropout: 0.2 }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [[null, null, 3], ...carried] });

  it('takes the states to begin with as an argument or behind the sequence', () => {
    const [x, ...initial] = [input({ shape: [5, 4] }), ...Array.from({ length: states }, () => input({ shape: [3] }))];
    const layer = make({ units: 3 });
    const model = keras.model({ inputs: [x, ...initial], outputs: layer.apply(x, { initialState: initial }) });
    expect(model.graph.operations).toContain(layer);
    expect(layer.apply([x, ...initial]).shape).toEqual([null, 3]);
  });

  const machine = computing();

  it('keeps its states from call to call when it is stateful', async () => {
    const layer = make({ units: 2, stateful: true });
    const x = tensor([1, 2, 3, 4], [1, 2, 2]);
    const whole = make({ units: 2 });
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
    expect(() => make({ units: 2, stateful: true, name: 'mine' }).apply(input({ shape: [5, 4] }))).toThrow(/mine.*batch size/);
  });

  it('drops the same elements at every step, in training only', async () => {
    const layer = make({ units: 2, dropout: 0.5, recurrentDropout: 0.5 });
    const x = tensor(Array.from({ length: 64 }, (_, i) => Math.cos(i)), [4, 4, 4]);
    const still = await machine.run(layer, x).read();
    expect(await machine.run(layer, x).read()).toEqual(still);
    expect(await machine.run(layer, x, true).read()).not.toEqual(still);
  });
}
