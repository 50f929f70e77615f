import type { Prediction } from '@kedge/applications';

/** From how many pictures on one and the same answer is suspicious. */
const ENOUGH = 3;
const SURE = 0.99;

/**
 * Notices when several pictures all give one class with near certainty, which is what wrong preprocessing looks like.
 */
export class SameAnswerHint {
  readonly #seen = new Set<string>();
  #count = 0;
  #isSure = true;

  see([first]: readonly Prediction[]): void {
    if (first === undefined) return;
    this.#count += 1;
    this.#seen.add(first.label);
    this.#isSure &&= first.probability > SURE;
  }

  /** The hint, or `undefined` when there is nothing to notice. */
  get text(): string | undefined {
    const [only] = this.#seen;
    if (this.#count < ENOUGH || this.#seen.size !== 1 || !this.#isSure) return undefined;
    return `Hint: all ${this.#count} pictures are '${only ?? ''}' with more than ${SURE}. If that is not so, try another --preprocess.`;
  }

  print(): void {
    if (this.text !== undefined) process.stderr.write(`${this.text}\n`);
  }
}
