import { InvalidArgumentError } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { expectCount, type WeightOptions } from './batch.js';
import type { Callback } from './callback.js';
import type { Compiled } from './compile.js';
import type { Dataset, DatasetBatch } from './dataset.js';
import { readLogs, resetLogs, type Logs } from './logs.js';
import { Pauses } from './pause.js';
import { sourcesOf, type Source } from './sources.js';
import { testStep, trainStep } from './step.js';
import type { TensorsLike } from './tensors.js';

/** How a model is trained. */
export interface FitOptions extends WeightOptions {
  /** How often the examples are gone through, by default 1. */
  readonly epochs?: number;
  /** Where counting starts, for training that goes on; by default 0. */
  readonly initialEpoch?: number;
  /** Examples in a batch, by default 32; a dataset has batches of its own. */
  readonly batchSize?: number;
  /** Whether the examples come in another order in each epoch, by default true; a dataset has an order of its own. */
  readonly shuffle?: boolean;
  /** Batches in an epoch of a dataset that has no end. */
  readonly stepsPerEpoch?: number;
  /** The share of the examples, taken from the end before shuffling, that is evaluated after each epoch. */
  readonly validationSplit?: number;
  /** What is evaluated after each epoch: `[x, y]`, `[x, y, sampleWeight]`, or a dataset. */
  readonly validationData?: DatasetBatch | Dataset;
  readonly callbacks?: readonly Callback[];
  readonly signal?: AbortSignal;
}

/** What training measured, epoch by epoch. */
export interface History {
  readonly epoch: number[];
  /** One list for each name in the logs. */
  readonly history: Record<string, number[]>;
}

/** Evaluates without disturbing the logs of the epoch. */
async function validate(model: Model, compiled: Compiled, source: Source, pause: () => Promise<void>): Promise<[string, number][]> {
  resetLogs(compiled);
  for await (const examples of source()) {
    await pause();
    await testStep(model, compiled, examples);
  }
  return Object.entries(readLogs(compiled)).map(([name, value]) => [`val_${name}`, value]);
}

async function trainEpoch(model: Model, compiled: Compiled, source: Source, options: FitOptions, pause: () => Promise<void>): Promise<Logs> {
  const { callbacks = [], stepsPerEpoch } = options;
  let batch = 0;
  resetLogs(compiled);
  for await (const examples of source()) {
    await pause();
    for (const callback of callbacks) await callback.onTrainBatchBegin?.(batch);
    await trainStep(model, compiled, examples);
    for (const callback of callbacks) await callback.onTrainBatchEnd?.(batch, readLogs(compiled));
    batch += 1;
    if (model.stopTraining || batch === stepsPerEpoch) break;
  }
  if (batch === 0) throw new InvalidArgumentError('The dataset gave no batch to train on. Pass a function that gives the batches of an epoch when a generator can be gone through only once.');
  return readLogs(compiled);
}

/** See {@link Model.fit}. */
export async function fit(model: Model, compiled: Compiled | undefined, x: TensorsLike | Dataset, y: TensorsLike | undefined, options: FitOptions = {}): Promise<History> {
  const { epochs = 1, initialEpoch = 0, batchSize = 32, callbacks = [], signal } = options;
  expectCount(epochs, 'epochs');
  expectCount(batchSize, 'batchSize');
  const { compiled: ready, train, validate: validation } = sourcesOf(model, compiled, x, y, options);
  const pauses = new Pauses();
  const pause = (): Promise<void> => pauses.pause(signal);
  const result: History = { epoch: [], history: {} };
  model.stopTraining = false;
  for (const callback of callbacks) callback.setModel?.(model);
  for (const callback of callbacks) await callback.onTrainBegin?.();
  let logs: Logs = {};
  for (let epoch = initialEpoch; epoch < epochs && !model.stopTraining; epoch++) {
    for (const callback of callbacks) await callback.onEpochBegin?.(epoch);
    const trained = await trainEpoch(model, ready, train, options, pause);
    const validated = validation === undefined ? [] : await validate(model, ready, validation, pause);
    logs = { ...trained, ...Object.fromEntries(validated) };
    result.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (result.history[name] ??= []).push(value);
    for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs);
  }
  for (const callback of callbacks) await callback.onTrainEnd?.(logs);
  return result;
}
