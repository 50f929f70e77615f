import * as tf from '@tensorflow/tfjs-core';
import { runGradientCases } from '@kedge/op-cases';
import { beforeAll, describe, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

// Threads about gradients that tfjs's wasm backend has no kernels for.
const THREADS = 'tfjs#8474, tfjs#8082, tfjs#4325, tfjs#7282';

for (const backend of ['cpu', 'wasm'] as const) {
  runGradientCases({ describe, it, beforeAll }, `tfjs-${backend} (${THREADS})`, () => createTfjsBackend({ backend }), { liveTensors: () => tf.memory().numTensors });
}
