import type { Model } from '../engine/model.js';
import type { Logs } from './logs.js';

/** Told what happens in `fit`, which waits for each answer. Setting `model.stopTraining` ends it after the batch. */
export interface Callback {
  /** Called first, with the model. */
  setModel?(model: Model): void;
  onTrainBegin?(): void | Promise<void>;
  /** @param logs Those of the last epoch. */
  onTrainEnd?(logs: Logs): void | Promise<void>;
  /** @param epoch From 0. */
  onEpochBegin?(epoch: number): void | Promise<void>;
  /** @param logs Loss and metrics of the epoch; those of the validation data with `val_` before their names. */
  onEpochEnd?(epoch: number, logs: Logs): void | Promise<void>;
  /** @param batch From 0, within the epoch. */
  onTrainBatchBegin?(batch: number): void | Promise<void>;
  /** @param logs Loss and metrics of the epoch so far. */
  onTrainBatchEnd?(batch: number, logs: Logs): void | Promise<void>;
}
