import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Classifier, type ModelOptions } from '../src/classifier.js';
import { createServer, type ServerLimits } from '../src/serve/create-server.js';
import { LiveModel } from '../src/serve/live-model.js';
import { bitmap, COLORS, saveColorModel, temporaryFolder } from './lib/color-model.js';

const model = join(temporaryFolder(), 'model');
const options: ModelOptions = { model, backend: 'cpu', threads: 1, preprocess: 'auto', resize: 'pil', top: 1, min: 0 };
const limits: ServerLimits = { maxBody: 100_000, maxPixels: 10_000, maxPictures: 3, queue: 4, timeout: 5000 };
const raw = { 'content-type': 'image/bmp' };
let live: LiveModel;
let server: FastifyInstance;

beforeAll(async () => {
  await saveColorModel(model);
  live = new LiveModel(await Classifier.load(options), 4);
  server = await createServer(live, limits);
});
afterAll(async () => {
  await server.close();
  await live.classifier.dispose();
});

const post = async (payload: Buffer | object, headers: Record<string, string> = {}) => server.inject({ method: 'POST', url: '/v1/classify', payload, headers });
const labels = (body: string): unknown[] => (JSON.parse(body) as { results: { predictions?: { label: string }[]; error?: { code: string } }[] }).results.map(({ predictions, error }) => predictions?.[0]?.label ?? error?.code);

describe('serve', () => {
  it('answers raw bytes, and JSON with several pictures', async () => {
    expect(labels((await post(bitmap('green'), raw)).body)).toEqual(['green']);
    const images = ['red', 'blue'].map((color) => bitmap(color as 'red').toString('base64'));
    expect(labels((await post({ images })).body)).toEqual(['red', 'blue']);
  });

  it('answers a form with files', async () => {
    const part = (color: 'red' | 'blue'): Buffer => Buffer.concat([Buffer.from(`--x\r\ncontent-disposition: form-data; name="f"; filename="${color}.bmp"\r\ncontent-type: image/bmp\r\n\r\n`), bitmap(color), Buffer.from('\r\n')]);
    const response = await post(Buffer.concat([part('red'), part('blue'), Buffer.from('--x--\r\n')]), { 'content-type': 'multipart/form-data; boundary=x' });
    expect(labels(response.body)).toEqual(['red', 'blue']);
  });

  it.each([
    ['random bytes', Buffer.from('no picture'), raw, 422],
    ['a body over the limit', Buffer.alloc(200_000), raw, 413],
    ['a picture over the limit', bitmap('red', 150, 150), raw, 413],
    ['JSON that is none', Buffer.from('{'), { 'content-type': 'application/json' }, 400],
    ['too many pictures', { images: ['', '', '', ''] }, {}, 400],
  ])('refuses %s', async (_, payload, headers, status) => {
    expect((await post(payload, headers as Record<string, string>)).statusCode).toBe(status);
    expect((await server.inject('/healthz')).statusCode).toBe(200);
  });

  it('gives every request of a crowd its own answer or tells it to come again', async () => {
    const crowd = Array.from({ length: 60 }, (_, i) => COLORS[i % 3] as 'red');
    const responses = await Promise.all(crowd.map((color) => post(bitmap(color), raw)));
    responses.forEach((response, i) => {
      if (response.statusCode === 200) expect(labels(response.body)).toEqual([crowd[i]]);
      else expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    });
    expect(responses.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThan(0);
    expect((await post(bitmap('red'), raw)).statusCode).toBe(200);
    expect((await server.inject('/metrics')).body).toMatch(/kedge_requests_active 0/);
  });

  it('exchanges the model without a lost request', async () => {
    const before = Promise.all([1, 2, 3].map(() => post(bitmap('red'), raw)));
    const next = join(model, 'next');
    await saveColorModel(next, ['rot', 'gruen', 'blau']);
    await live.exchange(await Classifier.load({ ...options, model: next }));
    for (const { statusCode } of await before) expect(statusCode).toBe(200);
    expect(labels((await post(bitmap('red'), raw)).body)).toEqual(['rot']);
  });

  it('wants its token where it has one', async () => {
    const closed = await createServer(live, { ...limits, token: 'secret' });
    expect((await closed.inject('/v1/model')).statusCode).toBe(401);
    expect((await closed.inject({ url: '/v1/model', headers: { authorization: 'Bearer secret' } })).statusCode).toBe(200);
    await closed.close();
  });
});
