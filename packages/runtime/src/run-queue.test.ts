import { describe, expect, it } from 'vitest';
import { RunQueue } from './run-queue.js';

describe('RunQueue', () => {
  it('runs one task after the other, in order, and goes on after one that fails', async () => {
    const queue = new RunQueue();
    const log: string[] = [];
    const task = (name: string, fails = false) => async (): Promise<string> => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled([queue.add(task('a')), queue.add(task('b', true)), queue.add(task('c'))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('does not begin a task that was aborted while it waited', async () => {
    const queue = new RunQueue();
    const controller = new AbortController();
    let hasRun = false;
    const first = queue.add(async () => controller.abort());
    const second = queue.add(async () => {
      hasRun = true;
    }, controller.signal);
    await first;
    await expect(second).rejects.toHaveProperty('name', 'AbortError');
    expect(hasRun).toBe(false);
  });
});
