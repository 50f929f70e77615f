/**
 * Works on items ahead of their use: while one result is used, the next ones are being made.
 *
 * @param items What is worked on.
 * @param work Makes a result; what it throws is thrown where the result is used.
 * @param count Results that may be under way or wait at one time.
 * @returns The results in the order of the items.
 */
export async function* readAhead<Item, Result>(items: Iterable<Item>, work: (item: Item) => Promise<Result>, count: number): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    // A failure that nobody has waited for yet is not unhandled.
    result.catch(() => {});
    pending.push(result);
    if (pending.length > count) yield pending.shift() as Promise<Result>;
  }
  for (const result of pending) yield result;
}
