import { KedgeError } from '@kedge/graph-core';

/** A backend that was asked for cannot be used here (`BACKEND_UNAVAILABLE`). */
export class BackendUnavailableError extends KedgeError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('BACKEND_UNAVAILABLE', message, options);
  }
}

/** A session was used after `dispose` (`SESSION_DISPOSED`). */
export class SessionDisposedError extends KedgeError {
  constructor() {
    super('SESSION_DISPOSED', 'This session was disposed. Make another one with createSession.');
  }
}
