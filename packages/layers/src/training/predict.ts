import { flattenTree, isEagerValue, requireEagerBackend, type EagerBackend, type Tensor } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { expectCount, inputTensors } from './batch.js';
import { Pauses } from './pause.js';
import { ensureBuilt } from './ready.js';
import { joinRows, rowCount, takeRows, type TensorsLike } from './tensors.js';

/** How a model predicts. */
export interface PredictOptions {
  /** Examples in a batch, by default 32. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal | undefined;
}

async function predictBatch(model: Model, inputs: readonly Tensor[], backend: EagerBackend): Promise<Tensor[]> {
  const outputs = backend.tidy(() => {
    const values = inputs.map((tensor) => backend.fromTensor(tensor));
    return flattenTree(model.run([values.length === 1 ? values[0] : values], {}), isEagerValue);
  });
  try {
    return await Promise.all(outputs.map((output) => backend.read(output)));
  } finally {
    for (const output of outputs) output.dispose();
  }
}

/** See {@link Model.predict}. */
export async function predict(model: Model, x: TensorsLike, { batchSize = 32, signal }: PredictOptions = {}): Promise<Tensor[]> {
  const size = expectCount(batchSize, 'batchSize');
  ensureBuilt(model, x);
  const inputs = inputTensors(model, x);
  const rows = rowCount({ x: inputs });
  const backend = requireEagerBackend(`Predicting with '${model.name}'`);
  await Promise.all(model.weights.map((variable) => variable.moveTo(backend)));
  const pauses = new Pauses();
  const parts: Tensor[][] = [];
  for (let from = 0; from < rows; from += size) {
    await pauses.pause(signal);
    const batch = inputs.map((tensor) => takeRows(tensor, { from, to: Math.min(from + size, rows) }));
    parts.push(await predictBatch(model, batch, backend));
  }
  return model.outputs.map((_, i) => joinRows(parts.map((part) => part[i] as Tensor)));
}
