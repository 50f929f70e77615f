import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.js';

const models = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const whole = readFileSync(join(models, 'keras2-picture.h5'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kedge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const denseConfig = (name: string): Record<string, unknown> => ({ name, units: 2, activation: 'linear', use_bias: true });
const layer = (name: string, nodes: unknown): unknown => ({ class_name: 'Dense', name, config: denseConfig(name), inbound_nodes: nodes });
const inputs = { class_name: 'InputLayer', name: 'x', config: { batch_input_shape: [null, 2], dtype: 'float32', name: 'x' }, inbound_nodes: [] };

/** An architecture JSON with a graph of its own making. */
function architecture(layers: readonly unknown[], output: string): string {
  const config = { name: 'm', layers: [inputs, ...layers], input_layers: [['x', 0, 0]], output_layers: [[output, 0, 0]] };
  return JSON.stringify({ class_name: 'Functional', config, keras_version: '2.15.0', backend: 'tensorflow' });
}

describe('bad input is one clear error, and nothing is written', () => {
  it.each<[what: string, make: () => string[], code: string, message: RegExp]>([
    ['a truncated .h5', () => [put('a.h5', whole.subarray(0, whole.length / 2))], 'CORRUPT_FILE', /a\.h5.*truncated/],
    ['a .h5 cut within its first bytes', () => [put('a.h5', whole.subarray(0, 40))], 'CORRUPT_FILE', /a\.h5/],
    ['a .h5 that is an HTML page', () => [put('a.h5', '<!DOCTYPE html><html><body>404</body></html>')], 'UNSUPPORTED_FORMAT', /a\.h5.*(HTML|web page)/],
    ['an empty file', () => [put('a.h5', '')], 'EMPTY_FILE', /a\.h5/],
    ['a file that is not there', () => [join(folder, 'missing.h5')], 'FILE_NOT_FOUND', /missing\.h5/],
    ['JSON that is no model', () => [put('model.json', '{"hello": 1}')], 'CORRUPT_FILE', /model\.json/],
    ['a layer that nobody has', () => [put('a.json', JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'Nonsense', config: { name: 'n' } }] } }))], 'UNSUPPORTED_LAYER', /Nonsense \('n'\)/],
    ['a reference to a layer that is not there (tfjs#7271)', () => [put('a.json', architecture([layer('d', [[['ghost', 0, 0, {}]]])], 'd'))], 'INVALID_MODEL_CONFIG', /'d' takes the output of call 0 of 'ghost', which is not in the model/],
    ['a cycle', () => [put('a.json', architecture([layer('a', [[['b', 0, 0, {}]]]), layer('b', [[['a', 0, 0, {}]]])], 'b'))], 'INVALID_MODEL_CONFIG', /cycle/],
    ['two layers of one name', () => [put('a.json', architecture([layer('d', [[['x', 0, 0, {}]]]), layer('d', [[['d', 0, 0, {}]]])], 'd'))], 'DUPLICATE_NAME', /'d'/],
    ['an output that the inputs do not reach', () => [put('a.json', architecture([layer('d', [])], 'd'))], 'INVALID_MODEL_CONFIG', /d\[0:0\]/],
    ['weights without an architecture', () => [join(models, 'keras2-row-weights.h5')], 'NO_ARCHITECTURE', /--architecture/],
    [
      'weights of another shape',
      () => [join(models, 'keras2-row-weights.h5'), '--architecture', put('a.json', JSON.stringify({ class_name: 'Sequential', config: { name: 'row', layers: [{ class_name: 'Dense', config: { ...denseConfig('hidden'), units: 5, batch_input_shape: [null, 4] } }, { class_name: 'Dense', config: denseConfig('out') }] } }))],
      'WEIGHTS_MISMATCH',
      /'hidden\/kernel' expects shape \(4, 5\), the file has \(4, 3\)/,
    ],
  ])('%s', async (_, make, code, message) => {
    const [source = '', ...options] = make();
    const out = join(folder, 'out');
    const result = await runCli(['convert', source, out, ...options]);
    expect(result.stderr).toMatch(new RegExp(`^${code}: `));
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split('\n').length, 'lines on stderr').toBe(1);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expect(existsSync(out)).toBe(false);
  });

  it('a model that is there already is not replaced without --force', async () => {
    const source = join(models, 'keras2-row.h5');
    const out = join(folder, 'out');
    expect((await runCli([source, out])).code).toBe(0);
    const before = readdirSync(out).map((name) => readFileSync(join(out, name)));
    const again = await runCli([join(models, 'keras2-picture.h5'), out]);
    expect(again.stderr).toMatch(/^FILE_EXISTS: .*--force/);
    expect(readdirSync(out).map((name) => readFileSync(join(out, name)))).toEqual(before);
    expect((await runCli([join(models, 'keras2-picture.h5'), out, '--force'])).code).toBe(0);
  });

  it.each([
    [['convert', 'a.h5', 'b.onnx'], /'\.onnx', a format that is not written/],
    [['convert', 'a.h5', 'b', '--quantize', 'int3'], /Allowed choices/],
    [['convert', 'a.h5', 'b.h5', '--quantize', 'uint8'], /only a tfjs model can hold that/],
    [['convert', 'a.h5', 'b', '--shard-bytes', '0'], /--shard-bytes/],
    [['convert', 'a.h5'], /missing required argument 'out'/],
    [['inspect', 'a.h5', '--format', 'png'], /Allowed choices/],
  ])('%j is wrong usage', async (args, message) => {
    const result = await runCli(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
  });
});
