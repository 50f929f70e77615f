import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor, type Tensor } from '@kedge/graph-core';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from '../src/npy.js';
import { runCli } from './run-cli.js';

const fixtures = join(import.meta.dirname, '..', '..', '..', 'fixtures');
const folder = mkdtempSync(join(tmpdir(), 'kedge-npy-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('strings in .npy', () => {
  it.each(['texts-unicode.npy', 'texts-bytes.npy'])('are read as numpy saved them: %s', (file) => {
    expect(decodeNpy(readFileSync(join(fixtures, file)), file)).toEqual({ data: ['wind', 'Grün', '', '🦜 a'], shape: [2, 2], dtype: 'string' });
  });

  it('are written as numpy writes them', () => {
    const bytes = readFileSync(join(fixtures, 'texts-unicode.npy'));
    const written = encodeNpy(decodeNpy(bytes, 'x'));
    expect(Buffer.from(written.subarray(-80)).equals(bytes.subarray(-80))).toBe(true);
    expect(new TextDecoder('latin1').decode(written.subarray(10, 128)).trim()).toBe(bytes.subarray(10, 128).toString('latin1').trim());
  });

  it('come back, whatever they are, but for zeros at their ends', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/\0+$/, '')), { maxLength: 9 }), (data) => {
        const value: Tensor = { data, shape: [data.length], dtype: 'string' };
        expect(decodeNpy(encodeNpy(value), 'x')).toEqual(value);
      }),
    );
  });

  it('refuse what is damaged, and objects of Python', () => {
    const bytes = readFileSync(join(fixtures, 'texts-unicode.npy'));
    expect(() => decodeNpy(bytes.subarray(0, -1), 'x')).toThrow(/x: expected 64 bytes.*truncated/);
    expect(() => decodeNpy(Buffer.from(bytes.toString('latin1').replace("'<U4'", "'|O'").replace('}', ' }'), 'latin1'), 'x')).toThrow(/got \|O.*astype\('U'\)/);
    const many = Buffer.from(bytes.toString('latin1').replace("'<U4'", "'<U0'").replace('(2, 2)', '(99999999999, 9)'), 'latin1');
    expect(() => decodeNpy(many, 'x')).toThrow(/damaged/);
  });

  it('go into a model and come out of it', async () => {
    const { keras3 } = JSON.parse(readFileSync(join(fixtures, 'text-models.json'), 'utf8')) as { keras3: { file: { inputs: { text: { data: string[] }; price: { data: number[] } }; output: { data: number[] } } } };
    const { inputs, output } = keras3.file;
    writeFileSync(join(folder, 'text.npy'), encodeNpy({ data: inputs.text.data, shape: [3, 1], dtype: 'string' }));
    writeFileSync(join(folder, 'price.npy'), encodeNpy(tensor(inputs.price.data, [3, 1])));
    const out = join(folder, 'out');
    const result = await runCli(['run', join(fixtures, 'models', 'keras3-text.h5'), '--input', `text=${join(folder, 'text.npy')}`, '--input', `price=${join(folder, 'price.npy')}`, '--output', out]);
    expect(result.stderr).toBe('');
    const answer = decodeNpy(readFileSync(join(out, 'head.npy')), 'head.npy');
    // Sums of six products of numbers below 4, in float32.
    expect(Math.max(...output.data.map((value, i) => Math.abs(value - Number(answer.data[i]))))).toBeLessThanOrEqual(32 * 2 ** -23 * 4);
  });
});
