import { runCommand } from '@kedge/cli-kit';
import { expect, it, vi } from 'vitest';
import { createProgram } from '../src/program.js';

it.each([
  ['serve', '--model', 'nowhere', '--port', '99999'],
  ['serve', '--model', 'nowhere', '--queue', '0'],
])('%s takes its own options and refuses what they cannot mean: %s %s %s %s', async (...args) => {
  const errors: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => errors.push(String(text)) > 0);
  process.exitCode = undefined;
  expect(await runCommand(createProgram, args)).toBe(2);
  write.mockRestore();
  expect(errors.join('')).toMatch(/port|queue/);
});
