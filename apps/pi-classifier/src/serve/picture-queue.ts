import type { Answer, Picture } from '../classifier.js';

interface Entry {
  readonly picture: Picture;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Pictures of several requests, run together: those that come while one batch runs are the next batch. */
export class PictureQueue {
  readonly #run: (pictures: readonly Picture[]) => Promise<Answer[]>;
  readonly #batch: number;
  #waiting: Entry[] = [];
  #isRunning = false;

  /**
   * @param run Answers pictures in their order.
   * @param batch The most pictures of one run.
   */
  constructor(run: (pictures: readonly Picture[]) => Promise<Answer[]>, batch: number) {
    this.#run = run;
    this.#batch = batch;
  }

  /** Waits for its turn and gives the answer. */
  add(picture: Picture): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ picture, resolve, reject });
      void this.#work();
    });
  }

  async #work(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const entries = this.#waiting.splice(0, this.#batch);
      try {
        const answers = await this.#run(entries.map(({ picture }) => picture));
        entries.forEach(({ resolve }, i) => resolve(answers[i] as Answer));
      } catch (error) {
        for (const { reject } of entries) reject(error);
      }
    }
    this.#isRunning = false;
  }
}
