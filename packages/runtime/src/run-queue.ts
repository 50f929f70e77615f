/** Runs tasks one after the other, in the order in which they came; one that fails does not stop the next. */
export class RunQueue {
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param task Begins when every task before it has ended.
   * @param signal Aborts the task as long as it has not begun.
   */
  add<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const result = this.#last.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when every task so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
