import type { CanFuse } from '@kedge/compiler';

/** What the kernels can do to a result before they store it. */
export const wasmCanFuse: CanFuse = () => false;
