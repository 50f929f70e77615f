import type { Tensor } from '@kedge/graph-core';
import type { Optimizer } from '../optimizers/optimizer.js';
import {
  compileModel,
  evaluate,
  fit,
  predict,
  testOnBatch,
  trainOnBatch,
  writeCompileConfig,
  type Compiled,
  type CompileConfig,
  type CompileFormat,
  type Dataset,
  type EvaluateOptions,
  type FitOptions,
  type History,
  type Logs,
  type PredictOptions,
  type TensorsLike,
  type WeightOptions,
} from '../training/index.js';
import { Layer } from './layer.js';
import type { Model } from './model.js';

/** The part of a model that trains, evaluates and predicts. */
export abstract class Trainer extends Layer<Record<never, never>> {
  #compiled: Compiled | undefined;
  /** Set during `fit`, ends it after the batch in progress. */
  stopTraining = false;

  /** The only class that extends this one. */
  get #model(): Model {
    return this as unknown as Model;
  }

  /**
   * Fixes how the model trains and what of it: layers frozen or released later count from the next `compile` on.
   *
   * @throws InvalidConfigError for a loss, metric or optimizer that is not known; InvalidArgumentError for a name that is no output.
   *
   * @example
   * classifier.compile({ optimizer: 'adam', loss: 'categorical_crossentropy', metrics: ['accuracy'] });
   */
  compile(config: CompileConfig): void {
    const before = this.#compiled;
    this.#compiled = compileModel(this.#model, config);
    // An optimizer that was made from a name is nobody else's.
    if (before !== undefined && before.config.optimizer !== before.optimizer) before.optimizer.dispose();
  }

  /** What `compile` was told, if it was called. */
  get compileConfig(): CompileConfig | undefined {
    return this.#compiled?.config;
  }

  /**
   * How the model was compiled, as a file holds it; `undefined` before `compile`.
   *
   * @throws {KedgeError} `UNSUPPORTED_IN_FORMAT` for a loss or a metric that is a function.
   */
  getCompileConfig(format: CompileFormat): Record<string, unknown> | undefined {
    return this.#compiled && writeCompileConfig(this.#compiled.config, this.#compiled.optimizer, format);
  }

  /** The optimizer; `undefined` before `compile`. */
  get optimizer(): Optimizer | undefined {
    return this.#compiled?.optimizer;
  }

  /** What should be known about training and was not asked for, each once. */
  get notices(): readonly string[] {
    return this.#compiled?.notices ?? [];
  }

  /**
   * One step of training on one batch.
   *
   * @returns The loss and the metrics of this batch, before the step.
   * @throws KedgeError `NOT_COMPILED`, BackendNotReadyError, and others when the batch does not fit.
   */
  async trainOnBatch(x: TensorsLike, y?: TensorsLike, options: WeightOptions = {}): Promise<Logs> {
    return trainOnBatch(this.#model, this.#compiled, { ...options, x, y });
  }

  /** The loss and the metrics of one batch, without training. */
  async testOnBatch(x: TensorsLike, y?: TensorsLike, options: Pick<WeightOptions, 'sampleWeight'> = {}): Promise<Logs> {
    return testOnBatch(this.#model, this.#compiled, { ...options, x, y });
  }

  /**
   * Trains for some epochs.
   *
   * @param x Tensors for the inputs, examples in the first dimension; or a dataset of `[x, y]` or `[x, y, sampleWeight]`.
   * @param y Tensors for the outputs.
   * @returns The loss and the metrics of each epoch.
   */
  async fit(x: TensorsLike | Dataset, y?: TensorsLike, options: FitOptions = {}): Promise<History> {
    return fit(this.#model, this.#compiled, x, y, options);
  }

  /** The loss and the metrics over all examples. */
  async evaluate(x: TensorsLike | Dataset, y?: TensorsLike, options: EvaluateOptions = {}): Promise<Logs> {
    return evaluate(this.#model, this.#compiled, x, y, options);
  }

  /**
   * What the model says to inputs.
   *
   * @returns One tensor for each output, in order.
   */
  async predict(x: TensorsLike, options: PredictOptions = {}): Promise<Tensor[]> {
    return predict(this.#model, x, options);
  }
}
