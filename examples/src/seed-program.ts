/**
 * The seed program: a new head on a frozen InceptionV3, and what the graph knows about it.
 *
 * Everything here is one idea. Applying a layer to a tensor remembers where the new tensor came from, so that a model is said by
 * naming where it begins and where it ends. What lies between is found by walking back.
 *
 * Run it after `npm run build`, with the size of the pictures and a backend if you like:
 *
 *     node examples/dist/seed-program.js             75 x 75, on plain JavaScript; some seconds
 *     node examples/dist/seed-program.js 299 auto    as InceptionV3 was trained, on the fastest backend there is
 */
import { pathToFileURL } from 'node:url';
import { inceptionV3 } from '@kedge/applications';
import { DisconnectedGraphError, tensor, type History, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import * as keras from '@kedge/layers';

/** The networks of this program. */
export interface Networks {
  readonly base: keras.Model;
  readonly classifier: keras.Model;
}

/** Pictures, and what is on them. */
export interface Batch {
  /** `[count, size, size, 3]`, from -1 to 1. */
  readonly x: Tensor;
  /** `[count, classes]`, 1 for the right class. */
  readonly y: Tensor;
}

/**
 * A classifier on a frozen InceptionV3 that has lost its own top.
 *
 * @param size Rows and columns of the pictures: 299 as InceptionV3 was trained, 75 at least.
 * @param classes What the new head tells apart.
 */
export function buildClassifier(size = 299, classes = 200): Networks {
  const base = inceptionV3({ includeTop: false, inputShape: [size, size, 3] });

  let x = keras.globalAveragePooling2d().apply(base.output);
  x = keras.dense({ units: 1024, activation: 'relu' }).apply(x);
  x = keras.dense({ units: classes, activation: 'softmax' }).apply(x);

  // Nobody lists the layers of this model: they are whatever lies between these inputs and that output, 314 of them.
  const classifier = keras.model({ inputs: base.inputs, outputs: x });

  // The layers are the base's own and not copies, so freezing them there freezes them here.
  for (const layer of base.layers) layer.trainable = false;
  return { base, classifier };
}

/** The same network as layers in a row. A model is a layer, too: the base is the first of them. */
export function buildInARow({ base, classifier }: Networks): keras.Model {
  const head = classifier.layers.slice(base.layers.length);
  return keras.sequential({ layers: [base, ...head], name: 'in_a_row' });
}

/** The head alone. A model may begin in the middle of another one; here, where the base ends. */
export function buildHead({ base, classifier }: Networks): keras.Model {
  return keras.model({ inputs: base.output, outputs: classifier.output, name: 'head' });
}

/** One layer applied to two inputs. It is called twice and has one set of weights. */
export function buildTwins(): keras.Model {
  const left = keras.input({ shape: [8], name: 'left' });
  const right = keras.input({ shape: [8], name: 'right' });
  const shared = keras.dense({ units: 4, activation: 'tanh', name: 'shared' });
  const distance = keras.subtract({ name: 'difference' }).apply([shared.apply(left), shared.apply(right)]);
  return keras.model({ inputs: [left, right], outputs: distance, name: 'twins' });
}

/** One input, two branches, and a layer that joins them. */
export function buildBranches(): keras.Model {
  const picture = keras.input({ shape: [16, 16, 3], name: 'picture' });
  const fine = keras.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'fine' }).apply(picture);
  const coarse = keras.conv2d({ filters: 2, kernelSize: 7, padding: 'same', name: 'coarse' }).apply(picture);
  const joined = keras.concatenate({ name: 'joined' }).apply([fine, coarse]);
  return keras.model({ inputs: picture, outputs: joined, name: 'branches' });
}

/** A model that cannot be: its output needs a second input, which it was not given. The error says which one. */
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

/** How a tensor came to be, step by step back: `history` names the layer, and which of its calls it was. */
export function ancestry(last: SymbolicTensor, steps: number): string[] {
  const lines: string[] = [];
  let at: SymbolicTensor | undefined = last;
  while (at?.history !== undefined && lines.length < steps) {
    const { operation, nodeIndex }: History = at.history;
    lines.push(`${operation.name} (${operation.typeName}), call ${nodeIndex}, gives (${at.shape.map((dim) => dim ?? '?').join(', ')})`);
    at = operation.inboundNodes[nodeIndex]?.inputs[0];
  }
  return lines;
}

/** A batch of made-up pictures, a class for each. */
export function makeBatch(size: number, classes: number, count = 2): Batch {
  const pixels = Float32Array.from({ length: count * size * size * 3 }, (_, i) => Math.sin(i * 0.37) * Math.cos(i * 0.011));
  const answers = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) answers[row * classes + ((row * 3) % classes)] = 1;
  return { x: tensor(pixels, [count, size, size, 3]), y: tensor(answers, [count, classes]) };
}

/**
 * Trains what is not frozen on one batch, a few times over.
 *
 * @returns The loss before each step; it falls.
 */
export async function train(classifier: keras.Model, { x, y }: Batch, steps: number): Promise<number[]> {
  classifier.compile({ optimizer: 'rmsprop', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const { loss = Number.NaN } = await classifier.trainOnBatch(x, y);
    losses.push(loss);
  }
  return losses;
}

/** How the program is run. */
export interface Options {
  readonly size?: number;
  readonly classes?: number;
  readonly steps?: number;
  readonly backend?: keras.BackendName;
}

/** Builds, prints and trains. */
export async function main(options: Options = {}, print: (text: string) => void = console.log): Promise<Networks> {
  const { size = 75, classes = 200, steps = 3, backend = 'cpu' } = options;
  keras.setSeed(42);

  const networks = buildClassifier(size, classes);
  const { base, classifier } = networks;
  print(`The classifier: ${classifier.layers.length} layers, ${classifier.countParams()} parameters.`);
  print(`The base: ${base.layers.length} layers, ${base.countParams()} parameters, all of them the classifier's too.`);
  print(`The classifier trains ${classifier.trainableWeights.length} weights: ${classifier.trainableWeights.map(({ path }) => path).join(', ')}.`);
  print(`In a row, the same network: ${buildInARow(networks).layers.map(({ name }) => name).join(' -> ')}.`);

  print(`\nWhere the answer comes from (tensor.history):\n  ${ancestry(classifier.output, 6).join('\n  ')}\n  ...`);
  const { nodes, edges } = classifier.graph;
  print(`model.graph: ${nodes.length} nodes, ${edges.length} edges, from '${nodes[0]?.operation.name}' to '${nodes.at(-1)?.operation.name}'.`);

  print(`\nOne layer on two inputs:\n${buildTwins().summary()}`);
  print(`\nTwo branches, joined, as a drawing that Markdown pages show:\n${buildBranches().toMermaid()}`);

  const { code, message } = buildDisconnected();
  print(`\nA model that is not connected is refused.\n  ${code}: ${message}`);

  await keras.useBackend(backend);
  const losses = await train(classifier, makeBatch(size, classes), steps);
  print(`\nThe head learns a batch of ${size} x ${size} pictures: loss ${losses.map((loss) => loss.toFixed(3)).join(' -> ')}.`);
  return networks;
}

const [, script, size = '75', backend = 'cpu'] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  await main({ size: Number(size), backend: backend as keras.BackendName });
}
