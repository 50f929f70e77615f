import { CommanderError, type Command } from 'commander';
import { describeError, EXIT, exitCodeOf } from './exit.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'machine-readable output on standard output, and nothing else there')
    .option('--quiet', 'no progress')
    .option('--debug', 'stack traces with errors');
}

/** A signal that aborts at the first Ctrl-C; a second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => {
    controller.abort();
    process.once('SIGINT', () => process.exit(EXIT.interrupted));
  });
  return controller.signal;
}

function letErrorsThrough(command: Command): void {
  command.exitOverride();
  command.configureOutput({ outputError: (text, write) => write(`USAGE: ${text.replace(/^error: /, '')}`) });
  command.showHelpAfterError('Run it with --help to see how it is used.');
  for (const inner of command.commands) letErrorsThrough(inner as Command);
}

/**
 * Runs a program to its end.
 *
 * @param program With its actions; they throw what goes wrong.
 * @param argv Arguments without the interpreter and the script.
 * @returns The exit code: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted.
 */
export async function runCommand(program: Command, argv: readonly string[]): Promise<number> {
  letErrorsThrough(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    process.stderr.write(`${describeError(error, argv.includes('--debug'))}\n`);
    return exitCodeOf(error);
  }
}
