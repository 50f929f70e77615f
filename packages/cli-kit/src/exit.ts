import { KedgeError } from '@kedge/graph-core';

/** Exit codes of Kedge's commands. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** The command line asks for something that it cannot mean (exit code 2). */
export class UsageError extends KedgeError {
  constructor(message: string) {
    super('USAGE', message);
  }
}

/** Whether an error says that someone asked to stop. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (isAbort(error)) return EXIT.interrupted;
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/**
 * An error as one message that begins with its code.
 *
 * @param debug Whether the stack comes with it.
 */
export function describeError(error: unknown, debug: boolean): string {
  if (isAbort(error)) return 'Interrupted.';
  const message = error instanceof Error ? error.message : String(error);
  const line = error instanceof KedgeError ? `${error.code}: ${message}` : `UNEXPECTED: ${message}`;
  if (debug && error instanceof Error) return `${line}\n${error.stack ?? ''}`;
  return error instanceof KedgeError ? line : `${line} Run again with --debug to see where, and please report it.`;
}
