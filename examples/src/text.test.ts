import { describe, expect, it } from 'vitest';
import { judge } from './text.js';

describe('the example with texts', () => {
  it('tells what is liked from what is not, in words that it has seen, the host first', async () => {
    const { liked, plan } = await judge('GREAT!', 'so bad', 'wonderful fun', 'boring?');
    expect(liked.map((value) => Math.round(value))).toEqual([1, 0, 1, 0]);
    expect(plan.match(/^(host|device):$/gm)).toEqual(['host:', 'device:']);
  });
});
