import { InvalidArgumentError, Option, type Command } from 'commander';

/** What the options of {@link withSessionOptions} give. */
export interface SessionCommandOptions<Backend extends string> {
  readonly backend: Backend | 'auto';
  readonly threads: number | 'auto';
}

function parseThreads(text: string): number | 'auto' {
  if (text === 'auto') return text;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("Expected 'auto' or a whole number from 1.");
  return count;
}

/**
 * Adds the options of commands that run a model.
 *
 * @param backends Names that there are.
 */
export function withSessionOptions(command: Command, backends: readonly string[]): Command {
  return command
    .addOption(new Option('--backend <name>', 'what computes').choices(['auto', ...backends]).default('auto'))
    .addOption(new Option('--threads <count>', 'how many threads compute; auto is one for each core').argParser(parseThreads).default('auto'));
}
