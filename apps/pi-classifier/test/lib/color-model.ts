import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveModel } from '@kedge/converter';
import { activation, globalAveragePooling2d, input, model } from '@kedge/layers';
import { afterAll } from 'vitest';

/** Names of the classes of {@link saveColorModel}. */
export const COLORS = ['red', 'green', 'blue'] as const;

/** What the model says of a picture that is all of one of its colours: softmax of (1, 0, 0). */
export const SURE_OF_COLOR = Math.E / (Math.E + 2);

/** A folder that goes when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kedge-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a model that tells the colours of pictures apart: the softmax of their mean pixel. */
export async function saveColorModel(folder: string, labels: readonly string[] = COLORS): Promise<void> {
  const picture = input({ shape: [8, 8, 3] });
  const outputs = activation({ activation: 'softmax' }).apply(globalAveragePooling2d().apply(picture));
  await saveModel(model({ inputs: picture, outputs }), folder, { format: 'tfjs', labels, preprocess: 'unit' });
}

/** A BMP file of one colour. */
export function bitmap(color: (typeof COLORS)[number], width = 8, height = 8): Buffer {
  const row = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + row * height);
  bytes.write('BM', 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  const channel = 2 - COLORS.indexOf(color);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) bytes[54 + y * row + x * 3 + channel] = 255;
  return bytes;
}
