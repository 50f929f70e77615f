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

/** A signal that aborts at the first Ctrl-C; a second one ends the process at once. `release` takes the listeners off. */
function interruptSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  return { signal: controller.signal, release: () => void process.off('SIGINT', onInterrupt) };
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
 * @param makeProgram Gives the program with its actions, which throw what goes wrong; the signal aborts at Ctrl-C.
 * @param argv Arguments without the interpreter and the script.
 * @returns The exit code: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted.
 */
export async function runCommand(makeProgram: (signal: AbortSignal) => Command, argv: readonly string[]): Promise<number> {
  const { signal, release } = interruptSignal();
  const program = makeProgram(signal);
  letErrorsThrough(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    process.stderr.write(`${describeError(error, argv.includes('--debug'))}\n`);
    return exitCodeOf(error);
  } finally {
    release();
  }
}
