import * as tf from '@tensorflow/tfjs-core';
import { tensor } from '@kedge/graph-core';
import { toTfjs } from '../transfer.js';
import { resultSpec, type KernelTable } from './kernel.js';

export const creationKernels = {
  fill: (_inputs, { value, dtype }, context) => tf.broadcastTo(toTfjs(tensor([value], [], dtype)), [...resultSpec(context).shape]),
} satisfies Partial<KernelTable>;
