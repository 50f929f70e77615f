import { flattenTree, InvalidArgumentError, isEagerValue, KedgeError, ops, type EagerBackend, type EagerValue, type Tensor, type Value } from '@kedge/graph-core';
import { OpaqueObject } from '../config/keras-object.js';
import type { CallContext } from '../engine/call-context.js';
import type { Model } from '../engine/model.js';
import type { Variable } from '../engine/variable.js';
import type { Examples } from './batch.js';
import type { Compiled, LossTerm } from './compile.js';

/** A batch on a backend. */
export interface Uploaded {
  readonly x: readonly EagerValue[];
  readonly y: readonly (EagerValue | undefined)[];
  readonly weights: readonly (EagerValue | undefined)[];
}

/** The outputs of a model and what they cost. */
export interface Costs {
  readonly outputs: readonly EagerValue[];
  readonly total: EagerValue;
  /** The loss of each term, without its weight. */
  readonly terms: readonly Value[];
}

/** Copies a batch to a backend. */
export function upload({ x, y, weights }: Examples, backend: EagerBackend): Uploaded {
  const toValue = (tensor: Tensor | undefined): EagerValue | undefined => tensor && backend.fromTensor(tensor);
  return { x: x.map((tensor) => backend.fromTensor(tensor)), y: y.map(toValue), weights: weights.map(toValue) };
}

function penaltyOf(variable: Variable): Value | undefined {
  const { regularizer } = variable;
  if (regularizer instanceof OpaqueObject) return regularizer.refuse(`compute the loss of '${variable.path}'`);
  return regularizer?.call(variable);
}

function targetOf<T>(term: LossTerm, y: readonly (T | undefined)[]): T {
  const target = y[term.output];
  if (target === undefined) throw new InvalidArgumentError(`Output '${term.name}' has a loss and no targets. Give it its part of y.`);
  return target;
}

/** Runs a model and adds up what Keras adds up: the losses of outputs, those that layers have declared, and penalties on weights that train. */
export function costs(model: Model, { terms = [], trains }: Compiled, { x, y, weights }: Uploaded, context: CallContext): Costs {
  const outputs = flattenTree(model.run([x.length === 1 ? x[0] : x], {}), isEagerValue);
  const losses = terms.map((term) => {
    const [target, output] = [targetOf(term, y), outputs[term.output] as EagerValue];
    return term.lossFor(target, output).apply(target, output, { sampleWeight: weights[term.output] ?? null });
  });
  const weighted = losses.map((loss, i) => (terms[i]?.weight === 1 ? loss : ops.multiply(loss, terms[i]?.weight ?? 1)));
  const penalties = (trains?.weights ?? []).map(penaltyOf).filter((penalty) => penalty !== undefined);
  const parts = [...weighted, ...context.losses.map((loss) => ops.sum(ops.cast(loss, 'float32'))), ...penalties];
  const [first, ...more] = parts;
  if (first === undefined) throw new KedgeError('NO_LOSS', `'${model.name}' has no loss to compute. Give compile a loss.`);
  const total = more.reduce((sum, part) => ops.add(sum, part), first);
  return { outputs, total: total as EagerValue, terms: losses };
}

/** Checks targets where the host can see them. */
export function checkTargets(model: Model, { terms = [] }: Compiled, { y }: Examples): void {
  for (const term of terms) {
    const target = targetOf(term, y);
    const output = model.outputs[term.output];
    const problem = output && term.lossFor(target, output).checkTargets(target, output);
    if (problem !== undefined) throw new InvalidArgumentError(`Targets of output '${term.name}': ${problem}.`);
  }
}
