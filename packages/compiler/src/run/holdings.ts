import type { EagerValue } from '@kedge/graph-core';

/**
 * Who still needs which value. A backend may give back the very value that it was given, so that one value can stand in
 * several places; it is freed when the last of them is done with it.
 */
export class Holdings {
  readonly #counts = new Map<EagerValue, number>();
  readonly #lent: ReadonlySet<EagerValue>;

  /** @param lent Values that belong to someone else and are never freed here. */
  constructor(lent: Iterable<EagerValue>) {
    this.#lent = new Set(lent);
  }

  /** One more place needs the value. */
  hold(value: EagerValue): EagerValue {
    if (!this.#lent.has(value)) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
    return value;
  }

  /** One place is done with the value. */
  drop(value: EagerValue): void {
    const count = this.#counts.get(value);
    if (count === undefined) return;
    if (count > 1) this.#counts.set(value, count - 1);
    else {
      this.#counts.delete(value);
      value.dispose();
    }
  }

  /** Frees everything that is held: what is left when something fails. */
  dropAll(): void {
    for (const value of this.#counts.keys()) value.dispose();
    this.#counts.clear();
  }
}
