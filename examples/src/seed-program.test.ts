import { createHash } from 'node:crypto';
import type { Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { ancestry, buildBranches, buildClassifier, buildDisconnected, buildHead, buildInARow, buildTwins, main, makeBatch, type Networks } from './seed-program.js';

/** A checksum of each weight, to be compared later. */
async function checksums(network: Model): Promise<string[]> {
  const digest = ({ data }: Tensor): string => createHash('sha1').update(data as Float32Array).digest('hex');
  return (await network.getWeights()).map(digest);
}

describe('the seed program, run with small pictures', () => {
  let networks: Networks;
  const lines: string[] = [];
  beforeAll(async () => {
    networks = await main({ size: 75, classes: 10, steps: 2 }, (text) => lines.push(text));
  }, 300_000);

  const printed = (): string => lines.join('\n');

  it('finds every layer of the base by walking the graph, and shares them', () => {
    const { base, classifier } = networks;
    expect(classifier.layers.slice(0, base.layers.length)).toEqual(base.layers);
    expect(classifier.layers.length).toBe(311 + 3);
    expect(classifier.weights.slice(0, base.weights.length)).toEqual(base.weights);
    // Keras' count of the base, then kernel and bias of each new layer.
    expect(classifier.countParams()).toBe(21802784 + (2048 * 1024 + 1024) + (1024 * 10 + 10));
    expect(printed()).toContain('The classifier: 314 layers, 23911210 parameters.');
  });

  it('freezes the base and nothing else', () => {
    expect(networks.base.trainableWeights).toEqual([]);
    expect(networks.classifier.trainableWeights.map(({ shape }) => shape)).toEqual([[2048, 1024], [1024], [1024, 10], [10]]);
  });

  it('says how a tensor came to be', () => {
    expect(ancestry(networks.classifier.output, 4).map((line) => /\((\w+)\)/.exec(line)?.[1])).toEqual(['Dense', 'Dense', 'GlobalAveragePooling2D', 'Concatenate']);
    expect(printed()).toContain('mixed10 (Concatenate), call 0, gives (?, 1, 1, 2048)');
  });

  it('trains the head: the loss falls', () => {
    const [, before, after] = /loss (\d\.\d+) -> (\d\.\d+)/.exec(printed()) ?? [];
    expect(Number(after)).toBeLessThan(Number(before));
  });

  it('keeps the base of use: its features through the head are the answer of the classifier, and of the layers in a row', async () => {
    const { x } = makeBatch(75, 10);
    const [answer] = await networks.classifier.predict(x);
    const [features] = await networks.base.predict(x);
    const [again] = await buildHead(networks).predict(features as Tensor);
    const [inARow] = await buildInARow(networks).predict(x);
    expect(features?.shape).toEqual([2, 1, 1, 2048]);
    expect(again).toEqual(answer);
    expect(inARow).toEqual(answer);
  }, 300_000);

  it('tfjs#1545, keras#9522: training leaves the frozen base bit-equal and changes the head', async () => {
    const { base, classifier } = networks;
    const frozen = await checksums(base);
    const head = await checksums(buildHead(networks));
    const { x, y } = makeBatch(75, 10);
    await classifier.trainOnBatch(x, y);
    expect(await checksums(base)).toEqual(frozen);
    const changed = (await checksums(buildHead(networks))).map((sum, i) => sum !== head[i]);
    expect(changed).toEqual([true, true, true, true]);
  }, 300_000);
});

describe('the small networks of the seed program', () => {
  it('one layer on two inputs has two calls and one set of weights', () => {
    const twins = buildTwins();
    expect(twins.getLayer('shared').inboundNodes.map(({ inputs }) => inputs[0]?.name)).toEqual(['left', 'right']);
    expect(twins.countParams()).toBe(8 * 4 + 4);
  });

  it('branches are joined', () => {
    const branches = buildBranches();
    expect(branches.output.shape).toEqual([null, 16, 16, 4 + 2]);
    expect(branches.toMermaid()).toMatch(/joined/);
  });

  it('a model that is not connected is refused, naming what is missing', () => {
    expect(buildDisconnected()).toMatchObject({ code: 'DISCONNECTED_GRAPH', tensorName: 'forgotten', operationName: 'sum' });
  });

  it('is 299 x 299 with 200 classes unless told otherwise', () => {
    const { base, classifier } = buildClassifier();
    expect([base.input.shape, base.output.shape, classifier.output.shape]).toEqual([
      [null, 299, 299, 3],
      [null, 8, 8, 2048],
      [null, 200],
    ]);
  });
});
