import { createTfjsBackend } from '@kedge/backend-tfjs';
import { lower, prepare } from '@kedge/compiler';
import { loadApplication } from '@kedge/applications/load-application';
import { loadModel, loadWeights, serializeModel } from '@kedge/converter';
import { tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';
import { bidirectional, dense, embedding, gru, input, lstm, model, multiHeadAttention, setSeed, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { loadStock, runStock } from '../../../scripts/lib/stock-graph.mjs';

/** The smallest pictures that each takes. */
const APPLICATIONS: Readonly<Record<string, readonly [number, object?]>> = {
  inceptionV3: [75],
  mobileNetV3Small: [32],
  efficientNetB0: [32],
  convNeXtTiny: [32],
  denseNet121: [32],
  nasNetMobile: [32],
};

function textModel(): Model {
  const words = input({ shape: [12], dtype: 'int32', name: 'words' });
  const embedded = embedding({ inputDim: 30, outputDim: 8 }).apply(words);
  const states = bidirectional({ layer: gru({ units: 5, returnSequences: true }) }).apply(embedded);
  return model({ inputs: words, outputs: dense({ units: 3, activation: 'softmax' }).apply(lstm({ units: 4 }).apply(states)), name: 'text' });
}

function attentionModel(): Model {
  const x = input({ shape: [6, 8], name: 'x' });
  return model({ inputs: x, outputs: dense({ units: 2 }).apply(multiHeadAttention({ numHeads: 2, keyDim: 4 }).apply([x, x])), name: 'attention' });
}

/** A model within a model, each called twice. */
function nestedModel(): Model {
  const a = input({ shape: [4], name: 'a' });
  const inner = model({ inputs: a, outputs: dense({ units: 4, activation: 'tanh', name: 'd' }).apply(a), name: 'inner' });
  const b = input({ shape: [4], name: 'b' });
  const outer = model({ inputs: b, outputs: inner.apply(inner.apply(b)), name: 'outer' });
  const x = input({ shape: [4], name: 'x' });
  return model({ inputs: x, outputs: dense({ units: 2, name: 'last' }).apply(outer.apply(outer.apply(x))), name: 'nested' });
}

const MODELS: readonly (readonly [string, () => Promise<Model>])[] = [
  ...Object.entries(APPLICATIONS).map(([name, [size]]) => [name, async () => (await loadApplication(name))({ inputShape: [size, size, 3], includeTop: false, pooling: 'avg' } as never)] as const),
  ['a text model of GRU and LSTM', async () => textModel()],
  ['a model with attention', async () => attentionModel()],
  ['models in models, called twice', async () => nestedModel()],
];

function inputOf({ inputs }: Model): Tensor {
  const shape = [2, ...(inputs[0]?.shape.slice(1) ?? [])].map(Number);
  const count = shape.reduce((product, dim) => product * dim, 1);
  const isWords = inputs[0]?.dtype === 'int32';
  return tensor(Array.from({ length: count }, (_, i) => (isWords ? (i * 7) % 30 : Math.abs(Math.sin(i * 12.9898)) * 255)), shape, isWords ? 'int32' : 'float32');
}

async function answersOf(m: Model, x: Tensor): Promise<readonly number[]> {
  const backend = await createTfjsBackend({ backend: 'wasm' });
  const prepared = prepare(lower(m.graph, { inputShapes: [x.shape] }), backend);
  const given = backend.fromTensor(x);
  const results = prepared.run([given]);
  const [answers] = await Promise.all(results.map((result) => backend.read(result)));
  // Memory of tfjs is not collected, and these are large.
  for (const value of [given, ...results]) value.dispose();
  prepared.dispose();
  return Array.from((answers as NumericTensor).data);
}

const FORMATS = [['tfjs', undefined], ['h5', 2], ['h5', 3], ['keras', 2], ['keras', 3]] as const;

describe.each(MODELS)('%s', (_name, make) => {
  it('goes through each format and back: every weight bit-equal, and the same answers', { timeout: 900_000 }, async () => {
    setSeed(3);
    const original = await make();
    const weights = await original.getWeights();
    const x = inputOf(original);
    const answers = await answersOf(original, x);
    for (const [format, keras] of FORMATS) {
      const files = await serializeModel(original, keras === undefined ? { format } : { format, keras });
      const [only] = files.values();
      const back = await loadModel(files.size === 1 && only !== undefined ? only : files);
      expect((await back.getWeights()).every((value, i) => value.shape.join() === weights[i]?.shape.join()), `${format} ${keras ?? ''}`).toBe(true);
      expect(await answersOf(back, x), `${format} ${keras ?? ''}`).toEqual(answers);
    }
    const [stored] = (await serializeModel(original, { format: 'weights' })).values();
    original.setWeights(weights.map((value) => ({ ...value, data: new Float32Array((value as NumericTensor).data.length) }) as Tensor));
    await loadWeights(original, stored as Uint8Array);
    expect(await answersOf(original, x)).toEqual(answers);
  });

  it('answers the same as a graph-model in stock tfjs', { timeout: 900_000 }, async () => {
    setSeed(3);
    const original = await make();
    const x = inputOf(original);
    const answers = await answersOf(original, x);
    const files = await serializeModel(original, { format: 'graph' });
    const [output] = await runStock(await loadStock(files), { [original.inputNames[0] ?? '']: x });
    const scale = Math.max(...answers.map(Math.abs));
    const worst = Math.max(...answers.map((value, i) => Math.abs(value - Number((output as NumericTensor).data[i]))));
    // Some hundred layers, each of which rounds in another order once batch norm is folded: 2^-23 for each, and as much again where they add up.
    expect(worst / scale).toBeLessThanOrEqual(500 * 2 ** -23);
    expect(await answersOf(await loadModel(files), x)).toHaveLength(answers.length);
  });
});
