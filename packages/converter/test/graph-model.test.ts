import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '@kedge/graph-core';
import { batchNormalization, conv2d, dense, globalAveragePooling2d, gru, input, model, multiHeadAttention, sequential, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { loadModel, serializeModel } from '../src/index.js';
import { expectAnswers, run, type Answers } from './answers.js';
import { loadStock, runStock } from '../../../scripts/lib/stock-graph.mjs';
import { numbers } from '../../../fixtures/numbers.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');

interface GraphJson {
  readonly format: string;
  readonly modelTopology: { readonly node: readonly { readonly op: string; readonly name: string }[] };
  readonly signature: { readonly inputs: Readonly<Record<string, unknown>>; readonly outputs: Readonly<Record<string, unknown>> };
}

const jsonOf = (files: ReadonlyMap<string, Uint8Array>): GraphJson => JSON.parse(new TextDecoder().decode(files.get('model.json'))) as GraphJson;
const opsOf = (files: ReadonlyMap<string, Uint8Array>): readonly string[] => jsonOf(files).modelTopology.node.map(({ op }) => op);

async function answersOf(files: ReadonlyMap<string, Uint8Array>, x: Tensor): Promise<readonly number[]> {
  const [name = ''] = Object.keys(jsonOf(files).signature.inputs);
  const [output] = await runStock(await loadStock(files), { [name]: x });
  return Array.from((output as Tensor).data as Float32Array);
}

describe.each([2, 3])('models of real Keras %i as graph-models, in stock tfjs-converter', (version) => {
  const { answers } = JSON.parse(readFileSync(join(folder, `keras${version}-answers.json`), 'utf8')) as Answers;

  it.each(Object.entries(answers))('%s answers as Keras does', async (name, { input: shape, output }) => {
    const files = await serializeModel(await loadModel(join(folder, `keras${version}-${name}.h5`)), { format: 'graph' });
    expectAnswers(await answersOf(files, numbers(shape, 99)), output.data);
  });
});

describe('what is written', () => {
  const picture = (): Model =>
    sequential({ layers: [conv2d({ filters: 4, kernelSize: 3, useBias: false, inputShape: [8, 8, 3] }), batchNormalization({}), conv2d({ filters: 2, kernelSize: 1, activation: 'relu' }), globalAveragePooling2d(), dense({ units: 3, activation: 'softmax' })] });

  it('has batch norm folded into the convolution before it, and biases and activations fused', async () => {
    const ops = opsOf(await serializeModel(picture(), { format: 'graph' }));
    expect(ops.filter((op) => op === '_FusedConv2D').length).toBe(2);
    expect(ops).toContain('_FusedMatMul');
    expect(ops.filter((op) => /BatchNorm|BiasAdd|^Relu$/.test(op))).toEqual([]);
  });

  it('is the same bytes for the same model', async () => {
    const m = picture();
    expect(await serializeModel(m, { format: 'graph' })).toEqual(await serializeModel(m, { format: 'graph' }));
  });

  it('names inputs and outputs as the model does, and leaves the batch open', async () => {
    const json = jsonOf(await serializeModel(picture(), { format: 'graph' }));
    expect(json.format).toBe('graph-model');
    const [entry] = Object.values(json.signature.inputs);
    expect(entry).toMatchObject({ dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '8' }, { size: '8' }, { size: '3' }] } });
  });

  it('runs layers that tfjs-layers lacks: attention, and a GRU whose state is reset after the product', async () => {
    const x = input({ shape: [5, 8], name: 'x' });
    const attended = multiHeadAttention({ numHeads: 2, keyDim: 4 }).apply([x, x]);
    const m = model({ inputs: x, outputs: gru({ units: 3 }).apply(attended) });
    const files = await serializeModel(m, { format: 'graph' });
    for (const batch of [1, 3]) expectAnswers(await answersOf(files, numbers([batch, 5, 8], 7)), await run(m, numbers([batch, 5, 8], 7)));
  });

  it.each(['float16', 'uint16', 'uint8'] as const)('is smaller as %s, and stock tfjs runs it', async (quantize) => {
    const m = picture();
    const files = await serializeModel(m, { format: 'graph', quantize });
    const exact = await run(m, numbers([2, 8, 8, 3], 5));
    const given = await answersOf(files, numbers([2, 8, 8, 3], 5));
    // Every weight is within half a step of its range, some 0.3 per cent of it, and answers of a softmax do not move further than their sums.
    given.forEach((value, i) => expect(Math.abs(value - (exact[i] ?? Number.NaN))).toBeLessThan(0.05));
  });

  it('what tfjs cannot do is refused by name', async () => {
    const x = input({ shape: [null, 8], name: 'x' });
    const loop = model({ inputs: x, outputs: gru({ units: 3, name: 'open' }).apply(x) });
    await expect(serializeModel(loop, { format: 'graph' })).rejects.toMatchObject({ code: 'UNSUPPORTED_IN_FORMAT', message: expect.stringContaining('open') as string });
  });
});
