import { tensor } from '@kedge/graph-core';
import { expect, it } from 'vitest';
import { loadModel } from '../src/index.js';
import { writeTfjs } from '../src/tfjs/write-model.js';
import { run } from './answers.js';

/** A layer as tfjs-layers 4.22 saves it: no word of `reset_after`, which it does not have. */
const GRU = { name: 'g', trainable: true, batch_input_shape: [null, 1, 1], dtype: 'float32', units: 1, activation: 'linear', recurrent_activation: 'linear', use_bias: true, return_sequences: false, return_state: false, go_backwards: false, stateful: false, unroll: false };

it('a GRU that says nothing of reset_after has one bias, as tfjs saves it', async () => {
  const { modelJson, shards } = writeTfjs({
    topology: { keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js', model_config: { class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'GRU', config: GRU }] } } },
    weights: [['g/kernel', tensor([0.5, 0.25, 3], [1, 3])], ['g/recurrent_kernel', tensor([1, 1, 1], [1, 3])], ['g/bias', tensor([0, 0, 1], [3])]],
  });
  const model = await loadModel(new Map([...shards, ['model.json', new TextEncoder().encode(JSON.stringify(modelJson))]]));
  // From a state of 0: update 0.5, candidate 3 + 1, of which one less the update remains.
  expect(await run(model, tensor([1], [1, 1, 1]))).toEqual([(1 - 0.5) * (3 + 1)]);
});
