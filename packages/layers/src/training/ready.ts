import { KedgeError } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { settle, type Compiled } from './compile.js';
import { matchTensors, type TensorsLike } from './tensors.js';

/** Builds a model whose input shape was not known until now. */
export function ensureBuilt(model: Model, x: TensorsLike): void {
  if (model.hasGraph) return;
  const tensors = matchTensors(x, { what: 'x', names: ['x'] });
  model.buildFor(tensors.flatMap((tensor) => (tensor === undefined ? [] : [{ shape: tensor.shape, dtype: tensor.dtype === 'uint8' ? 'float32' : tensor.dtype }])));
}

/**
 * What a model trains with, settled for inputs like these.
 *
 * @throws {KedgeError} `NOT_COMPILED` before `compile`.
 */
export function readyToTrain(model: Model, compiled: Compiled | undefined, x: TensorsLike): Compiled {
  if (compiled === undefined) {
    throw new KedgeError('NOT_COMPILED', `'${model.name}' has no loss and no optimizer yet. Call model.compile({ optimizer, loss }) first.`);
  }
  ensureBuilt(model, x);
  settle(compiled, model);
  return compiled;
}
