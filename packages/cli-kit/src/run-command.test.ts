import { InvalidArgumentError } from '@kedge/graph-core';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from './exit.js';
import { runCommand, withCommonOptions } from './run-command.js';

function programThat(action: () => void): () => Command {
  return () => withCommonOptions(new Command('tool').version('1.2.3').argument('[file]')).action(action);
}

describe('runCommand', () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  afterEach(() => {
    written.length = 0;
  });

  it('gives 0 when the work is done, and for --help and --version', async () => {
    expect(await runCommand(programThat(() => {}), ['a.h5'])).toBe(0);
    expect(await runCommand(programThat(() => {}), ['--help'])).toBe(0);
    expect(await runCommand(programThat(() => {}), ['--version'])).toBe(0);
  });

  it('gives 1 and one line with the code when the work fails', async () => {
    const code = await runCommand(
      programThat(() => {
        throw new InvalidArgumentError('Expected this, got that.');
      }),
      ['a.h5'],
    );
    expect(code).toBe(1);
    expect(written.join('')).toBe('INVALID_ARGUMENT: Expected this, got that.\n');
  });

  it('gives 2 for an unknown option and for what the command calls wrong usage', async () => {
    expect(await runCommand(programThat(() => {}), ['--nonsense'])).toBe(2);
    expect(written.join('')).toContain('USAGE:');
    const code = await runCommand(
      programThat(() => {
        throw new UsageError('--top must be at least 1.');
      }),
      [],
    );
    expect(code).toBe(2);
  });

  it('gives 130 when interrupted', async () => {
    const code = await runCommand(
      programThat(() => {
        AbortSignal.abort().throwIfAborted();
      }),
      [],
    );
    expect(code).toBe(130);
  });

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('SIGINT');
    await runCommand(programThat(() => {}), ['a.h5']);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('shows the stack with --debug and asks for a report of what nobody foresaw', async () => {
    const boom = programThat(() => {
      throw new TypeError('boom');
    });
    await runCommand(boom, []);
    expect(written.join('')).toMatch(/^UNEXPECTED: boom .*--debug/);
    written.length = 0;
    await runCommand(boom, ['--debug']);
    expect(written.join('')).toMatch(/run-command\.test\.ts/);
  });
});
