import { KedgeError } from '@kedge/graph-core';

/** What went wrong with one picture, for a result. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** An error as part of a result; `name` is the picture's. */
export function describeFailure(name: string, error: unknown): Failure {
  if (error instanceof KedgeError) return { code: error.code, message: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return { code: 'FILE_NOT_FOUND', message: `${name}: there is no such file.` };
  return { code: code ?? 'READ_FAILED', message: `${name}: ${message}` };
}
