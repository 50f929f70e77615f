import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dense, gru, input, model, multiHeadAttention } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { inspect, loadModel, serializeModel } from '../src/index.js';
import { expectAnswers, run, type Answers } from './answers.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const answersOf = (version: number): Answers['answers'] => (JSON.parse(readFileSync(join(folder, `keras${version}-answers.json`), 'utf8')) as Answers).answers;

type Json = { modelTopology: { node: { name: string; op: string; input?: string[] }[] } };

describe('graph-models', () => {
  it.each(['picture', 'nested', 'row'])("%s as Python's tensorflowjs wrote it answers as real Keras does", async (name) => {
    const { input: shape, output } = answersOf(2)[name] ?? { input: [], output: { data: [] } };
    expectAnswers(await run(await loadModel(join(folder, 'tensorflowjs', `${name}-graph`)), numbers(shape, 99)), output.data);
  });

  it.each(['picture', 'nested', 'row', 'sequence'])('%s as Kedge wrote it comes back, and is written again', async (name) => {
    const { input: shape, output } = answersOf(3)[name] ?? { input: [], output: { data: [] } };
    const files = await serializeModel(await loadModel(join(folder, `keras3-${name}.h5`)), { format: 'graph' });
    const back = await loadModel(files);
    expectAnswers(await run(back, numbers(shape, 99)), output.data);
    expectAnswers(await run(await loadModel(await serializeModel(back, { format: 'graph' })), numbers(shape, 99)), output.data);
  });

  it('sizes that only a run tells stay open', async () => {
    const x = input({ shape: [5, 8], name: 'x' });
    const original = model({ inputs: x, outputs: dense({ units: 2 }).apply(gru({ units: 3 }).apply(multiHeadAttention({ numHeads: 2, keyDim: 4 }).apply([x, x]))) });
    const back = await loadModel(await serializeModel(original, { format: 'graph' }));
    for (const batch of [1, 3]) expectAnswers(await run(back, numbers([batch, 5, 8], 7)), await run(original, numbers([batch, 5, 8], 7)));
  });

  it('what is not read is said by name, all at once, and can still be looked at', async () => {
    const place = join(folder, 'tensorflowjs', 'sequence-graph');
    await expect(loadModel(place)).rejects.toMatchObject({ code: 'UNSUPPORTED_OP', message: expect.stringMatching(/StatelessWhile.*TensorListFromTensor/) as string });
    expect(await inspect(place)).toMatchObject({ format: 'graph', problem: expect.stringContaining('StatelessWhile') as string });
  });

  it('inspect says what is in one', async () => {
    expect(await inspect(join(folder, 'tensorflowjs', 'row-graph'))).toMatchObject({ format: 'graph', inputs: [{ name: 'x', shape: [null, 4], dtype: 'float32' }], problem: undefined });
  });

  it.each([
    ['a reference to nothing', (json: Json) => json.modelTopology.node.at(-1)?.input?.splice(0, 1, 'nowhere'), 'INVALID_MODEL_CONFIG'],
    ['a cycle', (json: Json) => json.modelTopology.node.find(({ op }) => op === '_FusedMatMul')?.input?.splice(0, 1, json.modelTopology.node.at(-1)?.name ?? ''), 'INVALID_MODEL_CONFIG'],
    ['a constant without an array', (json: Json) => json.modelTopology.node.push({ name: 'more', op: 'Const' }), 'CORRUPT_FILE'],
    ['no list of operations', (json: Json) => Object.assign(json.modelTopology, { node: 1 }), 'CORRUPT_FILE'],
  ])('%s is one clear error', async (_, damage, code) => {
    const files = await serializeModel(await loadModel(join(folder, 'keras3-row.h5')), { format: 'graph' });
    const json = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as Json;
    damage(json);
    await expect(loadModel(files.set('model.json', new TextEncoder().encode(JSON.stringify(json))))).rejects.toMatchObject({ code });
  });
});
