import { InvalidArgumentError } from '@kedge/graph-core';
import { isTensorsLike, type TensorsLike } from './tensors.js';

/** A batch of a dataset: inputs, targets, and how much examples count. */
export type DatasetBatch = readonly [x: TensorsLike, y?: TensorsLike, sampleWeight?: TensorsLike];

/** Batches, at once or as they come. */
export type Batches = Iterable<DatasetBatch> | AsyncIterable<DatasetBatch>;

/** Batches; or a function that gives those of one epoch, each time it is called. */
export type Dataset = Batches | (() => Batches | Promise<Batches>);

/** Whether `x` is a dataset and not a tensor or several. */
export function isDataset(x: unknown): x is Dataset {
  if (typeof x === 'function') return true;
  return typeof x === 'object' && x !== null && !isTensorsLike(x) && (Symbol.iterator in x || Symbol.asyncIterator in x);
}

function checked(batch: unknown): DatasetBatch {
  if (!Array.isArray(batch) || batch.length < 1 || batch.length > 3 || !isTensorsLike(batch[0])) {
    throw new InvalidArgumentError('Expected a dataset to give [x], [x, y] or [x, y, sampleWeight], each a tensor, a list of tensors, or a record of tensors by name.');
  }
  return batch as unknown as DatasetBatch;
}

/** The batches of one epoch. */
export async function* epochOf(dataset: Dataset): AsyncGenerator<DatasetBatch> {
  const batches = typeof dataset === 'function' ? await dataset() : dataset;
  for await (const batch of batches) yield checked(batch);
}
