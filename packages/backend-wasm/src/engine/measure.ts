import type { Machine } from './machine.js';
import type { KernelExports } from './module.js';

/** Rows of tiles that registers may hold, by what kind of machine it is: 16 vector registers, or 32. */
const CANDIDATES = { x86: [4, 6], arm: [4, 6, 8] } as const;

/** Milliseconds that choosing takes: the engine of a page or of Node needs some of them until it has compiled the loops well. */
const BUDGET_MS = 20;

/** A machine that is busy with other things gets longer, up to so many milliseconds, until each tile was measured often enough. */
const MOST_MS = 80;
const LEAST_SLICES = 12;

/** Milliseconds of one measurement: long beside the clock's steps. */
const SLICE_MS = 0.5;

/** A tile, and how fast it is. */
export interface MeasuredTile {
  readonly rows: number;
  /** Multiplications and additions of a second, in thousand millions, by numbers that are all at hand. */
  readonly gflops: number;
}

/**
 * Which tile of sums is the fastest here. That is not a matter of instructions alone, but of the compiler of the running engine.
 *
 * @param memory Of the kernels; the room from its `heapBase` on is used, and cleared again.
 */
export function measureTiles(kernels: KernelExports, memory: WebAssembly.Memory, { fma, isArm }: Pick<Machine, 'fma' | 'isArm'>): MeasuredTile {
  const at = kernels.heapBase();
  const bytes = kernels.measureBytes();
  if (memory.buffer.byteLength < at + bytes) memory.grow(Math.ceil((at + bytes - memory.buffer.byteLength) / 65536));
  const room = new Uint8Array(memory.buffer, at, bytes).fill(0);
  // Without an instruction that does both, products take registers, too.
  const rows: readonly number[] = isArm ? CANDIDATES.arm : fma ? CANDIDATES.x86 : [4];
  const best = rows.map((tile) => ({ rows: tile, gflops: 0 }));
  let rounds = 8;
  const start = performance.now();
  let slices = 0;
  const isDone = (passed: number): boolean => passed >= MOST_MS || (passed >= BUDGET_MS && slices >= LEAST_SLICES);
  while (!isDone(performance.now() - start)) {
    for (const tile of best) {
      const begin = performance.now();
      const flops = kernels.measureTile(tile.rows, rounds, at) * rounds;
      const ms = performance.now() - begin;
      if (ms >= SLICE_MS) tile.gflops = Math.max(tile.gflops, flops / ms / 1e6);
      else rounds *= 2;
    }
    slices += 1;
  }
  room.fill(0);
  return best.reduce((a, b) => (b.gflops > a.gflops ? b : a));
}
