import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, serializeModel, type Inspection } from '@kedge/converter';
import { tensor } from '@kedge/graph-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from '../src/npy.js';
import { runCli } from './run-cli.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const models = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const picture = join(models, 'keras3-picture.h5');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kedge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('kedge-convert convert', () => {
  it('tfjs#3102: gives the bytes that the library gives', async () => {
    const out = join(folder, 'out');
    expect((await runCli([picture, out, '--quantize', 'uint8', '--shard-bytes', '1000'])).code).toBe(0);
    const files = await serializeModel(await loadModel(picture), { format: 'tfjs', quantize: 'uint8', shardBytes: 1000 });
    expect(readdirSync(out).sort()).toEqual([...files.keys()].sort());
    for (const [name, bytes] of files) expect(Buffer.compare(readFileSync(join(out, name)), bytes), name).toBe(0);
  });

  it('goes to tfjs and back to Keras with every weight bit-equal', async () => {
    const [tfjs, h5] = [join(folder, 'tfjs'), join(folder, 'back.h5')];
    expect((await runCli([picture, tfjs])).code).toBe(0);
    expect((await runCli(['convert', tfjs, h5])).code).toBe(0);
    expect(await (await loadModel(h5)).getWeights()).toEqual(await (await loadModel(picture)).getWeights());
  });

  it('says what it wrote, as JSON and nothing else when asked', async () => {
    const plain = await runCli([picture, join(folder, 'a'), '--quantize', 'uint8']);
    expect(plain.stdout).toMatch(/^Wrote .*: 2 files, .* MB\.\nWeight +Shape +Stored as[^]*\nLargest rounding of a weight: .* in '/);
    const { stdout } = await runCli([picture, join(folder, 'b'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'tfjs', notices: [] });
  });

  it.each(['out.keras', 'out.weights.h5', 'out.h5', 'out'])('writes %s, and says that the answers are the same', async (name) => {
    const target = join(folder, name);
    const { stdout } = await runCli([join(models, 'keras3-sequence.keras'), target, '--verify', '--samples', '2', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ agreement: { samples: 2, worstDifference: 0, sameTop: 1 } });
  });

  it('takes weights of a .weights.h5 into a network', async () => {
    const target = join(folder, 'out.keras');
    const network = join(models, 'keras2-row.keras');
    expect(await runCli([join(models, 'keras2-row.weights.h5'), target, '--architecture', network, '--keras', '2'])).toMatchObject({ code: 0 });
    expect(await (await loadModel(target)).getWeights()).toEqual(await (await loadModel(network)).getWeights());
  });

  it('takes a network by name for a weights-only file, and says when it is another one', async () => {
    const result = await runCli([join(models, 'keras2-row-weights.h5'), join(folder, 'out'), '--architecture', 'mobileNetV2?classes=5']);
    expect(result.stderr).toMatch(/^WEIGHTS_MISMATCH: /);
    const typo = await runCli([join(models, 'keras2-row-weights.h5'), join(folder, 'out'), '--architecture', 'InceptionV3']);
    expect(typo).toMatchObject({ code: 2, stderr: expect.stringContaining("Did you mean 'inceptionV3'?") as string });
  });
});

describe('kedge-convert inspect', () => {
  it('shows layers, shapes, parameters and work as a table', async () => {
    const { code, stdout } = await runCli(['inspect', picture]);
    expect(code).toBe(0);
    // 5 x 5 cells of 4 filters over windows of 3 x 3 x 3.
    expect(stdout).toMatch(/conv +Conv2D +\(null, 5, 5, 4\) +108 +2,700 +image/);
    expect(stdout).toMatch(/Parameters: /);
  });

  it('gives the same as JSON', async () => {
    const inspection = JSON.parse((await runCli(['inspect', picture, '--json'])).stdout) as Inspection;
    const model = await loadModel(picture);
    expect(inspection.params).toBe(model.countParams());
    expect(inspection.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    expect(inspection.problem).toBeUndefined();
  });

  it('draws', async () => {
    expect((await runCli(['inspect', picture, '--format', 'dot'])).stdout).toMatch(/^digraph model \{/);
    expect((await runCli(['inspect', picture, '--format', 'mermaid'])).stdout).toMatch(/^flowchart TB/);
  });

  it('works where the model cannot be built, and says why', async () => {
    const path = join(folder, 'a.json');
    const layers = [{ class_name: 'Lambda', config: { name: 'squared', batch_input_shape: [null, 2] } }];
    writeFileSync(path, JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers } }));
    const { code, stdout } = await runCli(['inspect', path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/squared +Lambda/);
    expect(stdout).toMatch(/Cannot be built: .*Lambda holds Python bytecode/);
  });
});

describe('kedge-convert run', () => {
  const answers = JSON.parse(readFileSync(join(models, 'keras3-answers.json'), 'utf8')) as {
    answers: { picture: { input: number[]; output: { shape: number[]; data: number[] } } };
  };
  const { input, output } = answers.answers.picture;

  it('writes what Keras answers, as .npy', async () => {
    const x = join(folder, 'x.npy');
    writeFileSync(x, encodeNpy(numbers(input, 99)));
    const out = join(folder, 'answers');
    const { code, stdout } = await runCli(['run', picture, '--input', x, '--output', out, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outputs: [{ name: 'logits', file: 'logits.npy', shape: output.shape }] });
    const { data, shape } = decodeNpy(readFileSync(join(out, 'logits.npy')), 'logits.npy');
    expect(shape).toEqual(output.shape);
    // Softmax outputs: sums of at most 75 products round to well below this.
    output.data.forEach((value, i) => expect(Math.abs(value - Number(data[i]))).toBeLessThanOrEqual(1e-5));
    expect((await runCli(['run', picture, '--input', x, '--output', out])).stderr).toMatch(/^FILE_EXISTS: /);
  });

  it.each([
    ['of another shape', encodeNpy(numbers([1, 4], 1)), 'SHAPE_MISMATCH'],
    ['that is no .npy', new TextEncoder().encode('hello, this is text'), 'CORRUPT_NPY'],
    ['that is truncated', encodeNpy(numbers(input, 1)).subarray(0, 200), 'CORRUPT_NPY'],
  ])('refuses an input %s', async (_, bytes, code) => {
    const x = join(folder, 'x.npy');
    writeFileSync(x, bytes);
    const result = await runCli(['run', picture, '--input', x, '--output', join(folder, 'out')]);
    expect(result.stderr).toMatch(new RegExp(`^${code}: `));
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

describe('.npy', () => {
  it.each([
    ['float32', tensor([1.5, -2, 3, 4, 5, 6], [2, 3])],
    ['int32', tensor([1, -2, 3], [3], 'int32')],
    ['uint8', tensor([1, 255], [1, 2], 'uint8')],
    ['a scalar', tensor([7], [])],
  ])('comes back: %s', (_, value) => expect(decodeNpy(encodeNpy(value), 'x')).toEqual(value));

  it('reads what numpy.save wrote', () => {
    // numpy.save of numpy.array([[1, 2]], dtype='<i8'), version 1.0.
    const header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117) + '\n';
    const bytes = Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0, ...Buffer.from(header, 'latin1'), 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
    expect(decodeNpy(bytes, 'x')).toEqual(tensor([1, 2], [1, 2], 'int32'));
  });
});
