import { setEagerBackend, tensor, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backendFor } from '../../test/backends.js';
import { liveTensors, Probe } from '../../test/memory.js';
import { Constant } from '../initializers/index.js';
import { batchNormalization, conv2d, dense, flatten, input, model, sequential, type Model } from '../index.js';
import { Layer } from '../engine/layer.js';
import { L2 } from '../regularizers/index.js';

const numbers = (shape: readonly number[], seed = 1): Tensor => tensor(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 12.9898 + seed)), shape);
const copies = async (values: Promise<Tensor[]>): Promise<number[][]> => (await values).map(({ data }) => Array.from(data, Number));

beforeAll(async () => setEagerBackend(await backendFor('cpu')));

function convolutions(name: string): Model {
  const x = input({ shape: [5, 5, 2], name: `${name}_x` });
  const convolved = conv2d({ filters: 3, kernelSize: 3, name: `${name}_conv` }).apply(x);
  const normalized = batchNormalization({ name: `${name}_bn`, momentum: 0.5 }).apply(convolved);
  return model({ inputs: x, outputs: flatten({ name: `${name}_flat` }).apply(normalized), name });
}

describe('freezing', () => {
  it('leaves every array of a frozen base bit-equal, moving statistics included (tfjs#1545, keras#9522)', async () => {
    const base = convolutions('base');
    base.trainable = false;
    const classifier = model({ inputs: base.inputs, outputs: dense({ units: 2, activation: 'softmax' }).apply(base.output) });
    classifier.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy' });
    const before = await copies(base.getWeights());
    const head = await copies(classifier.layers.at(-1)?.getWeights() ?? Promise.resolve([]));
    await classifier.fit(numbers([8, 5, 5, 2]), tensor([0, 1, 0, 1, 1, 0, 1, 0], [8], 'int32'), { epochs: 2, batchSize: 4 });
    expect(await copies(base.getWeights())).toEqual(before);
    expect(await copies(classifier.layers.at(-1)?.getWeights() ?? Promise.resolve([]))).not.toEqual(head);
  });

  it('counts from compile to compile, for weights and for batch normalization (keras#4674)', async () => {
    const discriminator = sequential({ layers: [dense({ units: 4, inputShape: [3] }), batchNormalization({ momentum: 0.5 }), dense({ units: 1, activation: 'sigmoid' })], name: 'discriminator' });
    discriminator.compile({ optimizer: 'sgd', loss: 'binary_crossentropy' });
    discriminator.trainable = false;
    const noise = input({ shape: [2] });
    const gan = model({ inputs: noise, outputs: discriminator.apply(dense({ units: 3, name: 'generator' }).apply(noise)) });
    gan.compile({ optimizer: 'sgd', loss: 'binary_crossentropy' });

    const first = await copies(discriminator.getWeights());
    await gan.trainOnBatch(numbers([4, 2]), tensor([1, 1, 1, 1], [4, 1]));
    expect(await copies(discriminator.getWeights())).toEqual(first);
    expect(gan.notices).toEqual([]);

    await discriminator.trainOnBatch(numbers([4, 3]), tensor([0, 1, 0, 1], [4, 1]));
    const second = await copies(discriminator.getWeights());
    second.forEach((values, i) => expect(values, discriminator.weights[i]?.path).not.toEqual(first[i]));
    await discriminator.trainOnBatch(numbers([4, 3]), tensor([0, 1, 0, 1], [4, 1]));
    expect(discriminator.notices).toHaveLength(1);
    expect(discriminator.notices[0]).toMatch(/'trainable' was changed after compile/);

    discriminator.compile({ optimizer: 'sgd', loss: 'binary_crossentropy' });
    expect(discriminator.notices).toEqual([]);
    const third = await copies(discriminator.getWeights());
    await discriminator.trainOnBatch(numbers([4, 3]), tensor([0, 1, 0, 1], [4, 1]));
    expect(await copies(discriminator.getWeights())).toEqual(third);
  });

  it('lets a frozen part run as at inference, holding nothing for the backward pass', async () => {
    const countAt = async (isTrainable: boolean): Promise<number> => {
      const probe = new Probe('probe');
      const body = Array.from({ length: 12 }, (_, i) => dense({ units: 3, activation: 'tanh', trainable: isTrainable, name: `body_${i}`, ...(i === 0 ? { inputShape: [3] } : {}) }));
      const net = sequential({ layers: [...body, probe, dense({ units: 1 })] });
      net.compile({ optimizer: 'sgd', loss: 'mse' });
      await net.trainOnBatch(numbers([2, 3]), numbers([2, 1]));
      const before = liveTensors();
      await net.trainOnBatch(numbers([2, 3]), numbers([2, 1]));
      return (probe.counts.at(-1) ?? 0) - before;
    };
    // The batch, its targets, the value at hand, and at most one more while it is computed.
    expect(await countAt(false)).toBeLessThanOrEqual(4);
    expect(await countAt(true)).toBeGreaterThan(12);
  });
});

describe('losses', () => {
  it('adds the penalty of an l2(0.01) kernel (tfjs#1773)', async () => {
    const net = sequential({ layers: [dense({ units: 2, useBias: false, kernelInitializer: new Constant({ value: 0.5 }), kernelRegularizer: new L2({ l2: 0.01 }), inputShape: [3] })] });
    net.compile({ optimizer: 'sgd', loss: 'mse' });
    // Six weights of 0.5 cost 0.01 * 6 * 0.25; zeros are predicted exactly.
    const { loss } = await net.testOnBatch(tensor([0, 0, 0], [1, 3]), tensor([0, 0], [1, 2]));
    expect(loss).toBeCloseTo(0.015, 8);
  });

  it('weighs the losses of outputs (tfjs#25, keras#11735)', async () => {
    const x = input({ shape: [2] });
    const layers = [dense({ units: 1, name: 'a', kernelInitializer: 'ones', kernelRegularizer: new L2({ l2: 0.1 }) }), dense({ units: 1, name: 'b', kernelInitializer: 'ones' })];
    const net = model({ inputs: x, outputs: layers.map((layer) => layer.apply(x)) });
    const batch = [tensor([1, 2, 3, 4], [2, 2]), { a: tensor([0, 0], [2, 1]), b: tensor([1, 1], [2, 1]) }] as const;
    // a: mean(9, 49), b: mean(2 ** 2, 6 ** 2); the penalty: 0.1 * 2.
    for (const lossWeights of [{ a: 0.5, b: 2 }, [0.5, 2]]) {
      net.compile({ optimizer: 'sgd', loss: 'mse', lossWeights });
      expect(await net.testOnBatch(...batch)).toEqual({ loss: expect.closeTo(0.5 * 29 + 2 * 20 + 0.2, 5), a_loss: 29, b_loss: 20 });
    }
    expect(() => net.compile({ loss: 'mse', lossWeights: { c: 1 } })).toThrow("lossWeights: 'c' is no output. Outputs: 'a', 'b'.");
    expect(() => net.compile({ loss: { a: 'mse' } })).toThrow("loss: nothing for 'b'");
    await expect(net.trainOnBatch(batch[0], { a: batch[1].a, z: batch[1].b })).rejects.toThrow("y names 'z', which is none of 'a', 'b'");
  });

  it('takes no targets for an output without a loss', async () => {
    const x = input({ shape: [2] });
    const net = model({ inputs: x, outputs: [dense({ units: 1, name: 'used' }).apply(x), dense({ units: 1, name: 'unused' }).apply(x)] });
    net.compile({ optimizer: 'sgd', loss: { used: 'mse', unused: null } });
    const unused = await copies(net.getLayer('unused').getWeights());
    await net.trainOnBatch(numbers([3, 2]), numbers([3, 1]));
    await net.trainOnBatch(numbers([3, 2]), { used: numbers([3, 1]) });
    expect(net.notices).toEqual(['The loss does not depend on unused/kernel, unused/bias, which stay as they are.']);
    expect(await copies(net.getLayer('unused').getWeights())).toEqual(unused);
  });

  it('trains on what layers add to the loss, without targets', async () => {
    class Cost extends Layer {
      static readonly className = 'Cost';
      static readonly fields = {};
      protected override call(x: ValueLike): ValueLike {
        this.addLoss(x as Value);
        return x;
      }
    }
    const net = sequential({ layers: [dense({ units: 1, kernelInitializer: 'ones', inputShape: [2] }), new Cost({}), dense({ units: 1, trainable: false })] });
    net.compile({ optimizer: 'sgd' });
    // The loss is the sum of x over the batch: so is its gradient, and the step is a hundredth of it.
    expect(await net.trainOnBatch(tensor([1, 2, 3, 4], [2, 2]))).toEqual({ loss: 10 });
    const [kernel] = await copies(net.getWeights());
    expect(kernel).toEqual([expect.closeTo(0.96, 6), expect.closeTo(0.94, 6)]);
  });
});

describe('memory', () => {
  const x = numbers([6, 5, 5, 2]);
  const y = tensor([0, 1, 0, 1, 1, 0], [6], 'int32');

  function trained(): Model {
    const base = convolutions('steady');
    const net = model({ inputs: base.inputs, outputs: dense({ units: 2, activation: 'softmax', kernelRegularizer: 'l2' }).apply(base.output) });
    net.compile({ optimizer: 'nadam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
    return net;
  }

  it('holds as many tensors after each step as after the first', async () => {
    const net = trained();
    await net.trainOnBatch(x, y);
    const first = liveTensors();
    for (let i = 0; i < 5; i++) await net.trainOnBatch(x, y);
    await net.evaluate(x, y, { batchSize: 4 });
    await net.predict(x, { batchSize: 4 });
    await net.fit(x, y, { epochs: 2, batchSize: 4, validationSplit: 0.3 });
    expect(liveTensors()).toBe(first);
  });

  it('frees what a step that fails had made', async () => {
    const net = trained();
    await net.trainOnBatch(x, y);
    const before = liveTensors();
    await expect(net.trainOnBatch(x, numbers([6, 3]))).rejects.toThrow(/sparseCategoricalCrossentropy|labels/);
    await expect(net.trainOnBatch(x, tensor([0, 1, 2, 0, 0, 0], [6], 'int32'))).rejects.toThrow('expected labels from 0 to 1, got 2');
    expect(liveTensors()).toBe(before);
  });

  it('frees the state of an optimizer that was made from a name when another takes its place', async () => {
    const net = trained();
    await net.trainOnBatch(x, y);
    const withNadam = liveTensors();
    net.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
    // Two arrays for each of the six weights that train: kernel, bias, gamma, beta, kernel, bias.
    expect(liveTensors()).toBe(withNadam - 12);
  });
});
