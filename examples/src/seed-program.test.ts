import { describe, expect, it } from 'vitest';
import { ancestry, buildClassifier, buildDisconnected, buildSequential, buildTwins, makeBatch, trainHead } from './seed-program.js';

describe('the seed program', () => {
  const networks = buildClassifier(75, 10);
  const { base, classifier } = networks;

  it('finds every layer of the base by walking the graph, and shares them', () => {
    expect(classifier.layers.slice(0, base.layers.length)).toEqual(base.layers);
    expect(classifier.layers.length).toBe(base.layers.length + 3);
    expect(classifier.weights.slice(0, base.weights.length)).toEqual(base.weights);
  });

  it('freezes the base and nothing else', () => {
    expect(base.trainableWeights).toEqual([]);
    expect(classifier.trainableWeights.map(({ path }) => path.replace(/_\d+/, ''))).toEqual(['dense/kernel', 'dense/bias', 'dense/kernel', 'dense/bias']);
  });

  it('is the same network as layers in a row, on the same weights', () => {
    const row = buildSequential(networks);
    expect(row.output.shape).toEqual(classifier.output.shape);
    expect(new Set(row.weights)).toEqual(new Set(classifier.weights));
  });

  it('says how a tensor came to be', () => {
    expect(ancestry(classifier, 4).map((line) => /\((\w+)\)/.exec(line)?.[1])).toEqual(['Dense', 'Dense', 'GlobalAveragePooling2D', 'Concatenate']);
  });

  it('applies one layer to two inputs with one set of weights', () => {
    const twins = buildTwins();
    const shared = twins.getLayer('shared');
    expect(shared.inboundNodes.length).toBe(2);
    expect(twins.countParams()).toBe(8 * 4 + 4 + 8 + 1);
  });

  it('refuses a model that is not connected, naming what is missing', () => {
    const error = buildDisconnected();
    expect(error).toMatchObject({ code: 'DISCONNECTED_GRAPH', tensorName: 'forgotten', operationName: 'sum' });
  });

  it('trains the head: the loss falls, and the frozen base stays bit-equal (tfjs#1545, keras#9522)', async () => {
    const before = (await base.getWeights()).map(({ data }) => [...(data as Float32Array).subarray(0, 64)]);
    const losses = await trainHead(networks, makeBatch(75, 10), 3);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    expect((await base.getWeights()).map(({ data }) => [...(data as Float32Array).subarray(0, 64)])).toEqual(before);
  }, 300_000);
});
