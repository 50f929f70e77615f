import type { CanFuse } from '@kedge/compiler';
import { canFollow } from './binders/epilogue.js';

/** What the kernels can do to a result before they store it. */
export const wasmCanFuse: CanFuse = (step, next) => canFollow(step, next);
