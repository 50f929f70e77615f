import { InvalidArgumentError } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { batchesOf, matchExamples, someExamples, type Examples, type WeightOptions } from './batch.js';
import type { Compiled } from './compile.js';
import { epochOf, isDataset, type Dataset, type DatasetBatch } from './dataset.js';
import type { FitOptions } from './fit.js';
import { readyToTrain } from './ready.js';
import { shuffledRows } from './shuffle.js';
import { isTensorsLike, type TensorsLike } from './tensors.js';

/** The batches of an epoch, anew each time. */
export type Source = () => AsyncIterable<Examples> | Iterable<Examples>;

/** What an epoch goes through. */
export interface Sources {
  readonly train: Source;
  readonly validate: Source | undefined;
}

/** Splits examples as Keras does: what is validated is the end. */
function split(examples: Examples, share: number): { readonly train: Examples; readonly rest: Examples } {
  const at = Math.floor(examples.rows * (1 - share));
  if (!(share > 0 && share < 1) || at < 1) {
    throw new InvalidArgumentError(`validationSplit: expected a share between 0 and 1 that leaves examples on both sides of ${examples.rows}, got ${share}.`);
  }
  return { train: someExamples(examples, { from: 0, to: at }), rest: someExamples(examples, { from: at, to: examples.rows }) };
}

function validationSource(model: Model, compiled: Compiled, options: FitOptions): Source | undefined {
  const { validationData, batchSize = 32 } = options;
  if (validationData === undefined) return undefined;
  const isBatch = Array.isArray(validationData) && isTensorsLike(validationData[0]) && validationData.length > 1;
  if (!isBatch) return () => datasetSource(model, compiled, validationData as Dataset, {});
  const [x, y, sampleWeight] = validationData as unknown as DatasetBatch;
  const examples = matchExamples(model, compiled, { x, y, sampleWeight });
  return () => batchesOf(examples, batchSize);
}

async function* datasetSource(model: Model, compiled: Compiled, dataset: Dataset, { classWeight }: WeightOptions): AsyncGenerator<Examples> {
  for await (const [x, y, sampleWeight] of epochOf(dataset)) {
    yield matchExamples(model, readyToTrain(model, compiled, x), { x, y, sampleWeight, classWeight });
  }
}

function arraySources(model: Model, compiled: Compiled, given: { readonly x: TensorsLike; readonly y: TensorsLike | undefined }, options: FitOptions): Sources {
  const { batchSize = 32, shuffle = true, validationSplit = 0, sampleWeight, classWeight } = options;
  const all = matchExamples(model, compiled, { ...given, sampleWeight, classWeight });
  const held = options.validationData === undefined && validationSplit !== 0 ? split(all, validationSplit) : undefined;
  const train = held?.train ?? all;
  return {
    train: () => batchesOf(train, batchSize, shuffle ? shuffledRows(train.rows) : undefined),
    // Class weights are for training only.
    validate: held === undefined ? validationSource(model, compiled, options) : () => batchesOf(classWeight === undefined ? held.rest : { ...held.rest, weights: held.rest.y.map(() => undefined) }, batchSize),
  };
}

/**
 * Finds out what the epochs go through.
 *
 * @throws {KedgeError} `NOT_COMPILED`, and InvalidArgumentError for options that do not go together.
 */
export function sourcesOf(model: Model, compiled: Compiled | undefined, x: TensorsLike | Dataset, y: TensorsLike | undefined, options: FitOptions): Sources & { readonly compiled: Compiled } {
  if (!isDataset(x)) {
    const ready = readyToTrain(model, compiled, x);
    return { compiled: ready, ...arraySources(model, ready, { x, y }, options) };
  }
  const forArrays = Object.entries({ y, sampleWeight: options.sampleWeight, validationSplit: options.validationSplit }).filter(([, value]) => value !== undefined);
  if (forArrays.length > 0) throw new InvalidArgumentError(`A dataset gives targets and weights itself: leave ${forArrays.map(([key]) => key).join(', ')} out.`);
  const ready = compiled ?? readyToTrain(model, compiled, []);
  return { compiled: ready, train: () => datasetSource(model, ready, x, options), validate: options.validationData && (() => (validationSource(model, ready, options) as Source)()) };
}
