import { createHash, timingSafeEqual } from 'node:crypto';
import multipart from '@fastify/multipart';
import { KedgeError } from '@kedge/graph-core';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Answer } from '../classifier.js';
import { describeFailure, type Failure } from '../describe-failure.js';
import type { LiveModel } from './live-model.js';

/** What a server allows. */
export interface ServerLimits {
  /** Bytes of a request. */
  readonly maxBody: number;
  readonly maxPixels: number;
  /** Pictures of one request. */
  readonly maxPictures: number;
  /** Requests that may be under way or wait. */
  readonly queue: number;
  /** Milliseconds that a request may take to arrive. */
  readonly timeout: number;
  /** What `Authorization: Bearer` must say; anybody may ask without. */
  readonly token?: string;
}

type Result = Answer | { readonly error: Failure };

const STATUS: Readonly<Record<string, number>> = { IMAGE_TOO_LARGE: 413, CORRUPT_IMAGE: 422, UNSUPPORTED_IMAGE: 422 };
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    pictures: new Counter({ name: 'kedge_pictures_total', help: 'Pictures by what came of them', labelNames: ['result'], registers }),
    refused: new Counter({ name: 'kedge_refused_total', help: 'Requests refused since too many were under way', registers }),
    active: new Gauge({ name: 'kedge_requests_active', help: 'Requests under way or waiting', registers }),
    seconds: new Histogram({ name: 'kedge_classify_seconds', help: 'Time from the whole picture to its answer', registers }),
  };
}

function tooMany(message: string): KedgeError {
  return new KedgeError('INVALID_REQUEST', message);
}

/** The pictures of a request: its raw body, the files of a form, or `{"images": [base64, ...]}`. */
async function picturesOf(request: FastifyRequest, { maxPictures }: ServerLimits): Promise<readonly Uint8Array[]> {
  if (request.isMultipart()) {
    const files: Buffer[] = [];
    for await (const file of request.files()) files.push(await file.toBuffer());
    return files;
  }
  if (Buffer.isBuffer(request.body)) return [request.body];
  const images: unknown = (request.body as { images?: unknown } | null | undefined)?.images;
  if (!Array.isArray(images) || !images.every((image) => typeof image === 'string')) throw tooMany('Expected the bytes of a picture, a form with files, or JSON {"images": ["base64", ...]}.');
  if (images.length > maxPictures) throw tooMany(`Expected at most ${maxPictures} pictures in a request, got ${images.length}.`);
  return images.map((image) => Buffer.from(image, 'base64'));
}

/** Refuses who has no token, and what is more than the machine can do. */
function admit(server: FastifyInstance, limits: ServerLimits, metrics: ReturnType<typeof makeMetrics>): void {
  let active = 0;
  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.url.startsWith('/v1/')) return;
    if (limits.token !== undefined && !timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${limits.token}`))) {
      await reply.code(401).header('www-authenticate', 'Bearer').send({ error: { code: 'UNAUTHORIZED', message: 'Expected the header Authorization: Bearer with the token of this server.' } });
      return;
    }
    if (request.method !== 'POST') return;
    if (active >= limits.queue) {
      metrics.refused.inc();
      await reply.code(503).header('retry-after', '1').header('connection', 'close').send({ error: { code: 'BUSY', message: `${active} requests are under way, which is as many as this server takes. Try again in a second.` } });
      return;
    }
    active += 1;
    metrics.active.set(active);
    // Also when the client goes away before its answer.
    reply.raw.once('close', () => {
      active -= 1;
      metrics.active.set(active);
    });
  });
}

function reportErrors(server: FastifyInstance): void {
  server.setErrorHandler(async (error: Error & { statusCode?: number; code?: string }, _request, reply) => {
    const status = error instanceof KedgeError ? (error.code === 'INVALID_REQUEST' ? 400 : 500) : (error.statusCode ?? 500);
    await reply.code(status).send({ error: { code: error.code ?? 'INTERNAL', message: error.message } });
  });
}

/** The HTTP server of `kedge-classify serve`; listening is the caller's. */
export async function createServer(live: LiveModel, limits: ServerLimits): Promise<FastifyInstance> {
  const server = fastify({ bodyLimit: limits.maxBody, requestTimeout: limits.timeout, connectionTimeout: limits.timeout, forceCloseConnections: 'idle', return503OnClosing: false });
  server.server.headersTimeout = limits.timeout;
  const metrics = makeMetrics();
  await server.register(multipart, { limits: { fileSize: limits.maxBody, files: limits.maxPictures } });
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  admit(server, limits, metrics);
  reportErrors(server);

  const classify = async (bytes: Uint8Array, i: number): Promise<Result> => {
    const stop = metrics.seconds.startTimer();
    try {
      const answer = await live.classify(bytes, limits.maxPixels);
      metrics.pictures.inc({ result: 'answered' });
      return answer;
    } catch (error) {
      metrics.pictures.inc({ result: 'failed' });
      return { error: describeFailure(`picture ${i}`, error) };
    } finally {
      stop();
    }
  };
  server.post('/v1/classify', async (request, reply) => {
    const results: Result[] = [];
    // One after the other: a request of many pictures holds one of them decoded.
    for (const [i, bytes] of (await picturesOf(request, limits)).entries()) results.push(await classify(bytes, i));
    const [only] = results;
    if (results.length === 1 && only !== undefined && 'error' in only) reply.code(STATUS[only.error.code] ?? 500);
    return { results };
  });
  server.get('/v1/model', () => {
    const { session, labels, size, mode } = live.classifier;
    return { ...size, labels, preprocess: mode, backend: session.backend, threads: session.threads };
  });
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', () => ({ status: 'ok' }));
  server.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()));
  return server;
}
