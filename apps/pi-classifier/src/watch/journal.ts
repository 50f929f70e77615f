import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/** Which files have been done, kept in a file of lines that only grows; what a kill cut off is dropped. */
export class Journal {
  readonly #done = new Set<string>();
  readonly #file: number;

  constructor(path: string) {
    const text = readOrNothing(path);
    const whole = text.lastIndexOf('\n') + 1;
    if (whole < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, whole)));
    for (const line of text.slice(0, whole).split('\n')) this.#done.add(line);
    this.#file = openSync(path, 'a');
  }

  has(id: string): boolean {
    return this.#done.has(id);
  }

  /** Remembers a file, on the disk before it returns. */
  add(id: string): void {
    this.#done.add(id);
    writeSync(this.#file, `${id}\n`);
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
