import type { Model } from '../engine/model.js';
import { matchExamples, type WeightOptions } from './batch.js';
import type { Compiled } from './compile.js';
import { readLogs, resetLogs, type Logs } from './logs.js';
import { readyToTrain } from './ready.js';
import { testStep, trainStep } from './step.js';
import type { TensorsLike } from './tensors.js';

/** See {@link Model.trainOnBatch}. */
export async function trainOnBatch(model: Model, compiled: Compiled | undefined, given: { readonly x: TensorsLike; readonly y: TensorsLike | undefined } & WeightOptions): Promise<Logs> {
  const ready = readyToTrain(model, compiled, given.x);
  const examples = matchExamples(model, ready, given);
  resetLogs(ready);
  await trainStep(model, ready, examples);
  return readLogs(ready);
}

/** See {@link Model.testOnBatch}. */
export async function testOnBatch(model: Model, compiled: Compiled | undefined, given: { readonly x: TensorsLike; readonly y: TensorsLike | undefined } & WeightOptions): Promise<Logs> {
  const ready = readyToTrain(model, compiled, given.x);
  const examples = matchExamples(model, ready, given);
  resetLogs(ready);
  await testStep(model, ready, examples);
  return readLogs(ready);
}
