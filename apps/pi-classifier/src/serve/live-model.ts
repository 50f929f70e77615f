import type { Answer, Classifier } from '../classifier.js';
import { PictureQueue } from './picture-queue.js';

interface Generation {
  readonly classifier: Classifier;
  readonly queue: PictureQueue;
  users: number;
}

/** The model that a server answers with; it can be exchanged while requests are under way. */
export class LiveModel {
  readonly #batch: number;
  #current: Generation;

  constructor(classifier: Classifier, batch: number) {
    this.#batch = batch;
    this.#current = this.#generation(classifier);
  }

  get classifier(): Classifier {
    return this.#current.classifier;
  }

  #generation(classifier: Classifier): Generation {
    return { classifier, queue: new PictureQueue((pictures) => classifier.run(pictures), this.#batch), users: 0 };
  }

  /** Decodes and classifies a picture, by one model from beginning to end. */
  async classify(bytes: Uint8Array, maxPixels: number): Promise<Answer> {
    const generation = this.#current;
    generation.users += 1;
    try {
      return await generation.queue.add(await generation.classifier.prepare(bytes, { maxPixels }));
    } finally {
      generation.users -= 1;
      await this.#disposeUnused(generation);
    }
  }

  /** Answers with another model from now on; the old one goes when its last picture is answered. */
  async exchange(classifier: Classifier): Promise<void> {
    const old = this.#current;
    this.#current = this.#generation(classifier);
    await this.#disposeUnused(old);
  }

  async #disposeUnused(generation: Generation): Promise<void> {
    if (generation !== this.#current && generation.users === 0) await generation.classifier.dispose();
  }
}
