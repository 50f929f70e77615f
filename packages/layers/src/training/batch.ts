import { InvalidArgumentError, type Tensor } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { classWeights, type ClassWeight } from './class-weight.js';
import type { Compiled } from './compile.js';
import { metricsOf } from './compile.js';
import { outputKeys } from './output-settings.js';
import { fitInput, matchTensors, rowCount, takeRows, type Rows, type TensorsLike } from './tensors.js';

/** Examples in host memory, matched with the inputs and outputs of a model. */
export interface Examples {
  readonly rows: number;
  /** One for each input. */
  readonly x: readonly Tensor[];
  /** One for each output that has targets. */
  readonly y: readonly (Tensor | undefined)[];
  /** Weights for each output that has them. */
  readonly weights: readonly (Tensor | undefined)[];
}

/** How much examples count. */
export interface WeightOptions {
  /** `[batch]` for all outputs; or for each output, in the shape of its losses. */
  readonly sampleWeight?: TensorsLike | undefined;
  /** How much each class counts, by its number; for models with one output. */
  readonly classWeight?: ClassWeight | undefined;
}

/** The inputs of a model, in order, as it takes them. */
export function inputTensors(model: Model, x: TensorsLike): Tensor[] {
  if (!model.hasGraph) return matchTensors(x, { what: 'x', names: ['x'] }) as Tensor[];
  const tensors = matchTensors(x, { what: 'x', names: model.inputNames }) as Tensor[];
  return tensors.map((tensor, i) => fitInput(tensor, model.inputs[i] ?? tensor));
}

/** Which outputs need no targets: those that have neither a loss nor a metric. */
function withoutUse({ config, terms = [] }: Compiled, outputs: readonly string[]): boolean[] {
  const metrics = [metricsOf(config.metrics, outputs, 'metrics'), metricsOf(config.weightedMetrics, outputs, 'weightedMetrics')];
  return outputs.map((_, i) => !terms.some(({ output }) => output === i) && metrics.every((groups) => groups[i]?.length === 0));
}

function weightTensors(y: readonly (Tensor | undefined)[], outputs: readonly string[], { sampleWeight, classWeight }: WeightOptions): (Tensor | undefined)[] {
  if (sampleWeight !== undefined && classWeight !== undefined) throw new InvalidArgumentError('Expected sampleWeight or classWeight, got both. Multiply them yourself.');
  if (classWeight !== undefined) {
    const [labels, ...more] = y;
    if (labels === undefined || more.length > 0) throw new InvalidArgumentError(`classWeight works for models with one output and targets, this one has ${y.length} outputs. Use sampleWeight by output.`);
    return [classWeights(labels, classWeight)];
  }
  if (sampleWeight === undefined) return outputs.map(() => undefined);
  const isOne = 'shape' in sampleWeight && 'data' in sampleWeight;
  if (!isOne || outputs.length === 1) return matchTensors(sampleWeight, { what: 'sampleWeight', names: outputs, mayMiss: outputs.map(() => true) });
  const one = sampleWeight as Tensor;
  if (one.shape.length !== 1 && !(one.shape.length === 2 && one.shape[1] === 1)) {
    throw new InvalidArgumentError(`sampleWeight: expected shape [batch] where one tensor serves ${outputs.length} outputs, got [${one.shape.join(', ')}]. Give one for each output.`);
  }
  return outputs.map(() => one);
}

/**
 * Matches what the user gave with a compiled model.
 *
 * @throws {InvalidArgumentError} for names that are no inputs or outputs, and for missing tensors.
 * @throws {ShapeMismatchError} when the numbers of examples differ.
 */
export function matchExamples(model: Model, compiled: Compiled, given: { readonly x: TensorsLike; readonly y: TensorsLike | undefined } & WeightOptions): Examples {
  const x = inputTensors(model, given.x);
  const outputs = outputKeys(model);
  const mayMiss = withoutUse(compiled, outputs);
  const y = given.y === undefined && mayMiss.every(Boolean) ? outputs.map(() => undefined) : matchTensors(given.y ?? [], { what: 'y', names: outputs, mayMiss });
  const weights = weightTensors(y, outputs, given);
  return { rows: rowCount({ x, y, sampleWeight: weights }), x, y, weights };
}

/** Some of the examples. */
export function someExamples(examples: Examples, rows: Rows): Examples {
  const take = (tensor: Tensor | undefined): Tensor | undefined => tensor && takeRows(tensor, rows);
  return {
    rows: rows instanceof Int32Array ? rows.length : rows.to - rows.from,
    x: examples.x.map((tensor) => takeRows(tensor, rows)),
    y: examples.y.map(take),
    weights: examples.weights.map(take),
  };
}

/** The examples in batches; the last may be smaller. @param order Their order; as they are by default. */
export function* batchesOf(examples: Examples, batchSize: number, order?: Int32Array): Generator<Examples> {
  for (let from = 0; from < examples.rows; from += batchSize) {
    const to = Math.min(from + batchSize, examples.rows);
    yield someExamples(examples, order === undefined ? { from, to } : order.slice(from, to));
  }
}

/** @throws {InvalidArgumentError} unless it is a whole number from 1. */
export function expectCount(value: number, what: string): number {
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError(`Expected a whole number from 1 for ${what}, got ${value}.`);
  return value;
}
