import { isEagerValue, type EagerBackend, type EagerValue } from '@kedge/graph-core';

/** Values that outlive the gradient computation, which frees what it made. */
export class Holder {
  readonly #held = new Set<EagerValue>();
  readonly #backend: EagerBackend;

  constructor(backend: EagerBackend) {
    this.#backend = backend;
  }

  /** Keeps the values among these. */
  hold(values: readonly unknown[]): void {
    for (const value of values) if (isEagerValue(value)) this.#held.add(this.#backend.keep(value));
  }

  /** Leaves a value to somebody else. */
  hand(value: EagerValue): EagerValue {
    this.#held.delete(value);
    return value;
  }

  /** Frees what is still held. */
  dispose(): void {
    for (const value of this.#held) value.dispose();
  }
}
