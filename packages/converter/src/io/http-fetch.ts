import { KedgeError } from '@kedge/graph-core';

/** How to ask a server. */
export interface HttpOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes of each piece that arrives. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Asks for a URL and turns every failure into one error that names it.
 *
 * @throws {KedgeError} `FILE_NOT_FOUND` for 404 and 410, `READ_FAILED` for any other failure; the signal's reason when aborted.
 */
export async function fetchOk(url: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { headers, ...(signal ? { signal } : {}) });
  } catch (cause) {
    signal?.throwIfAborted();
    throw readFailed(url, 'the server could not be reached', cause);
  }
  if (response.ok || response.status === 416) return response;
  await response.body?.cancel();
  const status = `${response.status} ${response.statusText}`.trim();
  if (response.status === 404 || response.status === 410) {
    throw new KedgeError('FILE_NOT_FOUND', `${url}: the server has no such file (${status}). Check the URL.`);
  }
  throw readFailed(url, `the server answered ${status}`);
}

/** The pieces of an answer's body as they arrive. Leaving the loop early cancels the transfer. */
export async function* bodyChunks(url: string, response: Response, options: HttpOptions): AsyncGenerator<Uint8Array, void, undefined> {
  if (!response.body) return;
  const reader = response.body.getReader();
  let complete = false;
  try {
    for (;;) {
      const { done, value } = await nextChunk(url, reader, options.signal);
      if (done) {
        complete = true;
        return;
      }
      options.onBytes?.(value.length);
      yield value;
    }
  } finally {
    if (!complete) await reader.cancel().catch(() => undefined);
  }
}

async function nextChunk(url: string, reader: ReadableStreamDefaultReader<Uint8Array>, signal?: AbortSignal) {
  try {
    return await reader.read();
  } catch (cause) {
    signal?.throwIfAborted();
    throw readFailed(url, 'the transfer broke off', cause);
  }
}

/** Fills `target` from an answer's body, which has to hold exactly that many bytes. */
export async function bodyInto(target: Uint8Array, url: string, response: Response, options: HttpOptions): Promise<void> {
  let filled = 0;
  for await (const chunk of bodyChunks(url, response, options)) {
    if (filled + chunk.length > target.length) throw wrongLength(url, target.length, 'more');
    target.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled !== target.length) throw wrongLength(url, target.length, String(filled));
}

/** The whole body in one array. */
export async function wholeBody(url: string, response: Response, options: HttpOptions): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bodyChunks(url, response, options)) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** A failed transfer. */
export function readFailed(url: string, what: string, cause?: unknown): KedgeError {
  return new KedgeError('READ_FAILED', `${url}: ${what}. Check the URL and the connection, and try again.`, { cause });
}

function wrongLength(url: string, expected: number, got: string): KedgeError {
  return readFailed(url, `expected an answer of ${expected} bytes, got ${got}`);
}
