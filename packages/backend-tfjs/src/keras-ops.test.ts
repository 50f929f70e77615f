import * as tf from '@tensorflow/tfjs-core';
import { runKerasCases } from '@kedge/op-cases';
import { beforeAll, describe, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

for (const backend of ['cpu', 'wasm'] as const) {
  runKerasCases({ describe, it, beforeAll }, `tfjs-${backend}`, () => createTfjsBackend({ backend }), { liveTensors: () => tf.memory().numTensors });
}
