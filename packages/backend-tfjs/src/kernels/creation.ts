import { tensor } from '@kedge/graph-core';
import { repeatTo } from '../functions/movement.js';
import { toTfjs } from '../transfer.js';
import { resultSpec, type KernelTable } from './kernel.js';

export const creationKernels = {
  fill: (_inputs, { value, dtype }, context) => repeatTo(toTfjs(tensor([value], [], dtype)), resultSpec(context).shape),
} satisfies Partial<KernelTable>;
