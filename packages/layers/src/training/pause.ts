/** Milliseconds that work may go on before others get their turn. */
const TURN = 50;

/** Lets timers, events and the page have their turn now and then, which promises alone do not. */
export class Pauses {
  #last = Date.now();

  /** @throws the reason of `signal` when it is aborted. */
  async pause(signal?: AbortSignal): Promise<void> {
    if (Date.now() - this.#last >= TURN) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.#last = Date.now();
    }
    signal?.throwIfAborted();
  }
}
