/**
 * The seed program: a new head on a frozen InceptionV3, and what the graph knows about it.
 *
 * Run it after `npm run build`: node examples/dist/seed-program.js
 */
import { pathToFileURL } from 'node:url';
import { inceptionV3 } from '@kedge/applications';
import { DisconnectedGraphError, formatShape, producerOf, tensor, type Tensor } from '@kedge/graph-core';
import * as keras from '@kedge/layers';

/** Networks as the program makes them. */
export interface Networks {
  readonly base: keras.Model;
  readonly classifier: keras.Model;
}

/**
 * A classifier with `classes` classes on a frozen InceptionV3 without its own top.
 *
 * @param size Rows and columns of the pictures: 299 as InceptionV3 was trained, 75 at least.
 */
export function buildClassifier(size = 299, classes = 200): Networks {
  const base = inceptionV3({ includeTop: false, inputShape: [size, size, 3] });
  let x = keras.globalAveragePooling2d().apply(base.output);
  x = keras.dense({ units: 1024, activation: 'relu' }).apply(x);
  x = keras.dense({ units: classes, activation: 'softmax' }).apply(x);
  // Nobody lists the layers: the model finds them by walking the graph from its outputs back to its inputs.
  const classifier = keras.model({ inputs: base.inputs, outputs: x });
  for (const layer of base.layers) layer.trainable = false;
  return { base, classifier };
}

/** The same network once more, as layers in a row: the base is one layer among them. */
export function buildSequential({ base, classifier }: Networks): keras.Model {
  // The layers of the head are the classifier's own: both networks share their weights.
  return keras.sequential({ layers: [base, ...classifier.layers.slice(-3)], name: 'in_a_row' });
}

/** One layer applied to two inputs, and their branches joined. */
export function buildTwins(): keras.Model {
  const left = keras.input({ shape: [8], name: 'left' });
  const right = keras.input({ shape: [8], name: 'right' });
  const shared = keras.dense({ units: 4, activation: 'tanh', name: 'shared' });
  const joined = keras.concatenate().apply([shared.apply(left), shared.apply(right)]);
  return keras.model({ inputs: [left, right], outputs: keras.dense({ units: 1, name: 'distance' }).apply(joined), name: 'twins' });
}

/** A model whose output does not come from its input: refused, and the error says what is missing. */
export function buildDisconnected(): DisconnectedGraphError {
  const given = keras.input({ shape: [4], name: 'given' });
  const forgotten = keras.input({ shape: [4], name: 'forgotten' });
  const sum = keras.add({ name: 'sum' }).apply([given, forgotten]);
  try {
    keras.model({ inputs: given, outputs: sum });
  } catch (error) {
    if (error instanceof DisconnectedGraphError) return error;
    throw error;
  }
  throw new Error('A model that is not connected was accepted.');
}

/** How a tensor came to be: the operations behind it, back to an input. */
export function ancestry(network: keras.Model, steps: number): string[] {
  const path: string[] = [];
  let node = producerOf(network.output);
  while (node !== undefined && path.length < steps) {
    path.push(`${node.operation.name} (${node.operation.typeName}), call ${node.index}`);
    node = node.parents[0];
  }
  return path;
}

/** A small batch of pictures and classes to learn. */
export function makeBatch(size: number, classes: number, count = 2): { readonly x: Tensor; readonly y: Tensor } {
  const pixels = Float32Array.from({ length: count * size * size * 3 }, (_, i) => Math.sin(i * 0.37) * Math.cos(i * 0.011));
  const targets = Float32Array.from({ length: count * classes }, (_, i) => (i % classes === Math.floor(i / classes) * 3 ? 1 : 0));
  return { x: tensor(pixels, [count, size, size, 3]), y: tensor(targets, [count, classes]) };
}

/**
 * Trains the head on one batch, a few times over.
 *
 * @returns The loss of each step; it falls.
 */
export async function trainHead({ classifier }: Networks, batch: { readonly x: Tensor; readonly y: Tensor }, steps: number): Promise<number[]> {
  await keras.useBackend('cpu');
  classifier.compile({ optimizer: 'rmsprop', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await classifier.trainOnBatch(batch.x, batch.y)).loss ?? Number.NaN);
  return losses;
}

async function main(): Promise<void> {
  keras.setSeed(42);
  const networks = buildClassifier();
  const { base, classifier } = networks;
  console.log(`The classifier has ${classifier.layers.length} layers and ${classifier.countParams().toLocaleString('en-US')} parameters; ${classifier.trainableWeights.length} weights train, the frozen base's do not.`);
  console.log(`The base still stands on its own: ${base.layers.length} layers, output ${formatShape(base.output.shape)}.`);
  console.log(`In a row, it is the same network: ${buildSequential(networks).layers.map(({ name }) => name).join(' -> ')}.`);
  console.log(`\nWhere the answer comes from (tensor.history, step by step):\n  ${ancestry(classifier, 6).join('\n  ')}\n  ...`);
  console.log(`The graph has ${classifier.graph.nodes.length} nodes and ${classifier.graph.edges.length} edges.`);
  console.log(`\nOne layer on two inputs, joined:\n${buildTwins().summary()}`);
  console.log(`\nA model that is not connected is refused:\n  ${buildDisconnected().code}: ${buildDisconnected().message}`);
  const small = buildClassifier(75, 10);
  const losses = await trainHead(small, makeBatch(75, 10), 3);
  console.log(`\nTraining the head on one batch of 75 x 75 pictures: loss ${losses.map((loss) => loss.toFixed(3)).join(' -> ')}.`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
