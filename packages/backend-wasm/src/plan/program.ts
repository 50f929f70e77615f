import { KedgeError } from '@kedge/graph-core';
import { KERNELS, PARAMS } from '../generated/kernels.js';
import { isLoop, type Call, type KernelCall, type Pointer } from './kernel-call.js';

/** Words of a step record and of the parameters of a loop, as assembly/program.ts declares them. */
const STEP_WORDS = 6;
const LOOP_WORDS = 3;

/** Bytes of a step record. */
export const STEP_BYTES = STEP_WORDS * 4;

const LOOP = -1;
const SERIAL = 1;

/** A record of zeros after the last one: what comes next is looked at, and must not say that it is serial. */
const END_BYTES = 32;

const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Where the kinds of {@link Pointer} begin. */
export type Resolve = (pointer: Pointer) => number;

const layoutOf = (call: KernelCall): readonly (readonly [string, string])[] => Object.entries(PARAMS[KERNELS[call.kernel].params]);

/** Bytes that calls take in memory, parameters and bodies of loops included; a multiple of 16. */
export function programBytes(calls: readonly Call[]): number {
  const words = calls.map((call): number => (isLoop(call) ? align(LOOP_WORDS * 4) + programBytes(call.loop.body) : layoutOf(call).length * 4));
  return align(calls.length * STEP_WORDS * 4) + words.reduce((sum, bytes) => sum + align(bytes), 0) + END_BYTES;
}

/** Lays calls out in memory as the kernels' own loop reads them. */
export class ProgramWriter {
  readonly #view: DataView;
  readonly #resolve: Resolve;

  /** @param buffer The whole memory. */
  constructor(buffer: ArrayBufferLike, resolve: Resolve) {
    this.#view = new DataView(buffer);
    this.#resolve = resolve;
  }

  /** @param address Of `programBytes(calls)` bytes. */
  write(calls: readonly Call[], address: number): void {
    let free = address + align(calls.length * STEP_WORDS * 4) + END_BYTES;
    for (let i = 0; i < END_BYTES; i += 4) this.#view.setInt32(address + calls.length * STEP_WORDS * 4 + i, 0, true);
    calls.forEach((call, i) => {
      const record = address + i * STEP_WORDS * 4;
      const flags = call.serial === true ? SERIAL : 0;
      if (isLoop(call)) {
        const { iterations, body } = call.loop;
        const at = free + align(LOOP_WORDS * 4);
        this.#words(free, [at, body.length, iterations]);
        this.#words(record, [LOOP, free, 1, 1, flags, 0]);
        this.write(body, at);
        free = at + align(programBytes(body));
      } else {
        this.#params(call, free);
        this.#words(record, [KERNELS[call.kernel].id, free, call.tasks, call.grain ?? 1, flags, 0]);
        free += align(layoutOf(call).length * 4);
      }
    });
  }

  #words(address: number, words: readonly number[]): void {
    words.forEach((word, i) => this.#view.setInt32(address + i * 4, word, true));
  }

  #params(call: KernelCall, address: number): void {
    const values = call.params as unknown as Readonly<Record<string, number | Pointer | null>>;
    layoutOf(call).forEach(([field, type], i) => {
      const value = values[field];
      if (value === undefined) throw new KedgeError('INTERNAL', `Kernel ${call.kernel} was given no '${field}'.`);
      const number = typeof value === 'number' ? value : value === null ? 0 : this.#resolve(value);
      if (type === 'float') this.#view.setFloat32(address + i * 4, number, true);
      else this.#view.setInt32(address + i * 4, number, true);
    });
  }
}
