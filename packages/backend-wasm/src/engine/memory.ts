import { KedgeError } from '@kedge/graph-core';

const PAGE = 65536;
const ALIGNMENT = 64;

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Hands out parts of a linear memory, which grows as needed, and takes them back. */
export class Memory {
  readonly wasm: WebAssembly.Memory;
  #end: number;
  #free: Block[] = [];
  readonly #used = new Map<number, number>();

  /** @param base First byte that may be handed out. */
  constructor(wasm: WebAssembly.Memory, base: number) {
    this.wasm = wasm;
    this.#end = align(base);
  }

  /** Bytes that are handed out. */
  get usedBytes(): number {
    return [...this.#used.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * @returns The address of `bytes` bytes, aligned to a cache line. They are not cleared.
   * @throws {KedgeError} `OUT_OF_MEMORY` when memory cannot grow that far.
   */
  allocate(bytes: number): number {
    const size = align(Math.max(bytes, 1));
    const address = this.#fromGap(size) ?? this.#fromEnd(size);
    this.#used.set(address, size);
    return address;
  }

  /** Takes back what `allocate` gave; anything else is a mistake of the caller. */
  free(address: number): void {
    const bytes = this.#used.get(address);
    if (bytes === undefined) throw new KedgeError('INTERNAL', `Nothing was allocated at ${address}.`);
    this.#used.delete(address);
    this.#free = merged([...this.#free, { address, bytes }]);
    const last = this.#free.at(-1);
    if (last !== undefined && last.address + last.bytes === this.#end) {
      this.#end = last.address;
      this.#free.pop();
    }
  }

  #fromGap(size: number): number | undefined {
    const [gap] = this.#free.filter(({ bytes }) => bytes >= size).toSorted((a, b) => a.bytes - b.bytes);
    if (gap === undefined) return undefined;
    const rest = this.#free.filter((block) => block !== gap);
    this.#free = gap.bytes === size ? rest : merged([...rest, { address: gap.address + size, bytes: gap.bytes - size }]);
    return gap.address;
  }

  #fromEnd(size: number): number {
    const address = this.#end;
    const missing = address + size - this.wasm.buffer.byteLength;
    if (missing > 0) {
      try {
        this.wasm.grow(Math.ceil(missing / PAGE));
      } catch (cause) {
        throw new KedgeError('OUT_OF_MEMORY', `WebAssembly memory of ${mebibytes(address)} cannot grow by ${mebibytes(size)}. Use a smaller batch or input, or dispose of sessions that are not used any more.`, { cause });
      }
    }
    this.#end = address + size;
    return address;
  }
}

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function merged(blocks: readonly Block[]): Block[] {
  const result: Block[] = [];
  for (const block of blocks.toSorted((a, b) => a.address - b.address)) {
    const last = result.at(-1);
    if (last !== undefined && last.address + last.bytes === block.address) result[result.length - 1] = { address: last.address, bytes: last.bytes + block.bytes };
    else result.push(block);
  }
  return result;
}
