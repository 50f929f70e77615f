import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FIXTURES = new URL('../../../fixtures/vision/', import.meta.url);

/** A fixture file that `fixtures/python/vision_goldens.py` wrote; its shape is the caller's to know. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8')) as T;
}

/** What Pillow made of a picture. */
export interface Answer {
  readonly width: number;
  readonly height: number;
  /** Hash of the RGB pixels, or undefined where Pillow refuses. */
  readonly rgb?: string;
  readonly rgba?: string;
  readonly error?: string;
}

/** A picture with Pillow's answer. */
export interface PictureCase extends Answer {
  readonly name: string;
  readonly bytes: string;
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

/** Little-endian floats in base64. */
export function floats(text: string): Float32Array {
  return new Float32Array(fromBase64(text).buffer);
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

const corpus = process.env['KEDGE_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** The folder of the outside corpus' pictures, or undefined where it is absent; tests that need it then skip. */
export const corpusImages: string | undefined = existsSync(`${corpus}/images`) ? `${corpus}/images` : undefined;

if (corpusImages === undefined) {
  process.stderr.write(`Tests of the outside corpus are skipped: there is no folder ${corpus}/images (set KEDGE_CORPUS).\n`);
}

/** The RGB picture that `formula` of the goldens script makes. */
export function formulaPicture(width: number, height: number): { width: number; height: number; channels: 3; data: Uint8Array } {
  const data = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        data[at] = x * 7 + y * 13 + c * 29 + ((x * y) >> (5 + c));
        at += 1;
      }
    }
  }
  return { width, height, channels: 3, data };
}
