import { InvalidArgumentError, type TensorSpec } from '@kedge/graph-core';
import { OpaqueObject } from '../config/keras-object.js';
import type { Layer } from '../engine/layer.js';
import type { Model } from '../engine/model.js';
import type { Variable } from '../engine/variable.js';
import { getLoss, type LossLike } from '../losses/family.js';
import type { Loss } from '../losses/loss.js';
import { checkMetric, targetKind, type MetricLike } from '../metrics/family.js';
import { Mean } from '../metrics/mean.js';
import { getOptimizer, type OptimizerLike } from '../optimizers/family.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Tracked } from './metric-set.js';
import { outputKeys, perOutput, type PerOutput } from './output-settings.js';

/** What `model.compile` is told. */
export interface CompileConfig {
  /** By default `'rmsprop'`. */
  readonly optimizer?: OptimizerLike;
  /** For all outputs, or for each; null for an output that is not trained. */
  readonly loss?: PerOutput<LossLike> | null;
  /** How much the loss of each output counts; 1 by default. */
  readonly lossWeights?: PerOutput<number> | null;
  /** For the only output; or for each, in order or by name. They take no notice of sample weights. */
  readonly metrics?: MetricsConfig | null;
  /** As `metrics`, with sample weights. */
  readonly weightedMetrics?: MetricsConfig | null;
}

/** Metrics of one output, or of each. */
export type MetricsConfig = PerOutput<MetricLike | readonly MetricLike[]>;

/** The loss of one output. */
export interface LossTerm {
  /** Position of the output. */
  readonly output: number;
  readonly name: string;
  readonly weight: number;
  lossFor(yTrue: TensorSpec, yPred: TensorSpec): Loss;
}

/** What trains, fixed at `compile`. */
export interface Trainability {
  readonly weights: readonly Variable[];
  readonly layers: ReadonlyMap<Layer, boolean>;
}

/** What a compiled model trains with. */
export interface Compiled {
  readonly config: CompileConfig;
  readonly optimizer: Optimizer;
  readonly trackers: { readonly total: Mean; terms: readonly Mean[] };
  /** Known once the model has a graph. */
  terms: readonly LossTerm[] | undefined;
  trains: Trainability | undefined;
  /** Known once the first batch has come. */
  metrics: readonly Tracked[] | undefined;
  /** What the user should know and has been told once. */
  readonly notices: string[];
  hasWarned: boolean;
  /** How many weights the loss was found not to depend on. */
  unreached: number;
}

const CROSSENTROPIES = { binary: 'binary_crossentropy', sparse: 'sparse_categorical_crossentropy', categorical: 'categorical_crossentropy' };

const isAnyCrossentropy = (given: LossLike): boolean => typeof given === 'string' && ['crossentropy', 'ce'].includes(given.toLowerCase());

function knownLoss(given: LossLike): Loss {
  const loss = getLoss(given);
  if (loss instanceof OpaqueObject) return loss.refuse('compile the model');
  if ((loss.config as { readonly reduction?: unknown }).reduction === 'none') {
    throw new InvalidArgumentError(`Loss '${loss.name}' leaves the losses of elements as they are (reduction 'none'). Training needs one number: use 'sum_over_batch_size' or 'sum'.`);
  }
  return loss;
}

/** @throws {InvalidConfigError} when the identifier names no loss that is known. */
export function checkLoss(given: LossLike): void {
  if (!isAnyCrossentropy(given)) knownLoss(given);
}

function lossTerm(given: LossLike, place: Pick<LossTerm, 'output' | 'name' | 'weight'>): LossTerm {
  if (isAnyCrossentropy(given)) return { ...place, lossFor: (yTrue, yPred) => knownLoss(CROSSENTROPIES[targetKind(yTrue, yPred)]) };
  const loss = knownLoss(given);
  return { ...place, lossFor: () => loss };
}

function lossTerms({ loss, lossWeights }: CompileConfig, outputs: readonly string[]): LossTerm[] {
  if (loss === undefined || loss === null) return [];
  const weights = lossWeights === undefined || lossWeights === null ? [] : perOutput(lossWeights, { what: 'lossWeights', outputs });
  return perOutput(loss, { what: 'loss', outputs, isComplete: true }).flatMap((one, output) =>
    one === null ? [] : [lossTerm(one, { output, name: outputs[output] ?? '', weight: weights[output] ?? 1 })],
  );
}

/** Metrics as the user grouped them, in one list for each output. */
export function metricsOf(given: MetricsConfig | null | undefined, outputs: readonly string[], what: string): (readonly MetricLike[])[] {
  if (given === undefined || given === null) return outputs.map(() => []);
  const isList = Array.isArray(given);
  // For an only output, a list is its metrics, unless it is a list of lists.
  if (outputs.length === 1 && isList && !given.some(Array.isArray)) return [given as readonly MetricLike[]];
  return perOutput(given as PerOutput<MetricLike | readonly MetricLike[]>, { what, outputs }).map((one) => (one === null ? [] : Array.isArray(one) ? (one as readonly MetricLike[]) : [one as MetricLike]));
}

function layersOf(layer: Layer, found = new Map<Layer, boolean>()): Map<Layer, boolean> {
  if (found.has(layer)) return found;
  found.set(layer, layer.trainable);
  for (const part of layer.sublayers) layersOf(part, found);
  return found;
}

/** Settles what depends on the graph; does nothing when that was done, or when there is no graph yet. */
export function settle(compiled: Compiled, model: Model): void {
  if (!model.hasGraph) return;
  if (compiled.terms === undefined) {
    const outputs = outputKeys(model);
    const terms = lossTerms(compiled.config, outputs);
    const { metrics, weightedMetrics } = compiled.config;
    for (const one of [...metricsOf(metrics, outputs, 'metrics'), ...metricsOf(weightedMetrics, outputs, 'weightedMetrics')].flat()) checkMetric(one);
    compiled.terms = terms;
    compiled.trackers.terms = terms.length > 1 ? terms.map(({ name }) => new Mean({ name: `${name}_loss` })) : [];
  }
  compiled.trains ??= { weights: model.trainableWeights, layers: layersOf(model) };
}

/**
 * Makes what a model trains with.
 *
 * @throws {InvalidConfigError} for a loss, metric or optimizer that is not known.
 * @throws {InvalidArgumentError} for a name that is no output; the message lists the outputs.
 */
export function compileModel(model: Model, config: CompileConfig): Compiled {
  const optimizer = getOptimizer(config.optimizer ?? 'rmsprop');
  const compiled: Compiled = {
    config,
    optimizer: optimizer instanceof OpaqueObject ? optimizer.refuse('compile the model') : optimizer,
    trackers: { total: new Mean({ name: 'loss' }), terms: [] },
    terms: undefined,
    trains: undefined,
    metrics: undefined,
    notices: [],
    hasWarned: false,
    unreached: 0,
  };
  settle(compiled, model);
  return compiled;
}
