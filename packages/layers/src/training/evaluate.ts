import { InvalidArgumentError } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { batchesOf, expectCount, matchExamples, type Examples } from './batch.js';
import type { Compiled } from './compile.js';
import { epochOf, isDataset, type Dataset } from './dataset.js';
import { readLogs, resetLogs, type Logs } from './logs.js';
import { Pauses } from './pause.js';
import { readyToTrain } from './ready.js';
import { testStep } from './step.js';
import type { TensorsLike } from './tensors.js';

/** How a model is evaluated. */
export interface EvaluateOptions {
  /** Examples in a batch, by default 32; a dataset has batches of its own. */
  readonly batchSize?: number;
  /** How much examples count, `[examples]`; or for each output. */
  readonly sampleWeight?: TensorsLike | undefined;
  /** How many batches to take; by default all. */
  readonly steps?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function* testBatches(model: Model, compiled: Compiled | undefined, x: TensorsLike | Dataset, y: TensorsLike | undefined, options: EvaluateOptions): AsyncGenerator<Examples> {
  if (!isDataset(x)) {
    const ready = readyToTrain(model, compiled, x);
    yield* batchesOf(matchExamples(model, ready, { x, y, sampleWeight: options.sampleWeight }), expectCount(options.batchSize ?? 32, 'batchSize'));
    return;
  }
  if (y !== undefined || options.sampleWeight !== undefined) throw new InvalidArgumentError('A dataset gives targets and weights itself: leave y and sampleWeight out.');
  for await (const [inputs, targets, sampleWeight] of epochOf(x)) {
    yield matchExamples(model, readyToTrain(model, compiled, inputs), { x: inputs, y: targets, sampleWeight });
  }
}

/** See {@link Model.evaluate}. */
export async function evaluate(model: Model, compiled: Compiled | undefined, x: TensorsLike | Dataset, y: TensorsLike | undefined, options: EvaluateOptions = {}): Promise<Logs> {
  const pauses = new Pauses();
  let ready: Compiled | undefined;
  let steps = 0;
  for await (const examples of testBatches(model, compiled, x, y, options)) {
    options.signal?.throwIfAborted();
    if (ready === undefined) resetLogs((ready = compiled as Compiled));
    await testStep(model, ready, examples);
    steps += 1;
    if (steps === options.steps) break;
    await pauses.pause(options.signal);
  }
  if (ready === undefined) throw new InvalidArgumentError('The dataset gave no batch to evaluate.');
  return readLogs(ready);
}
