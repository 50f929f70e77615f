import { KedgeError, requireEagerBackend, type EagerBackend, type EagerValue } from '@kedge/graph-core';
import { OpaqueObject } from '../config/keras-object.js';
import { newCallContext, withCallContext, type CallContext } from '../engine/call-context.js';
import { maskOf } from '../engine/masks.js';
import type { Model } from '../engine/model.js';
import type { Examples } from './batch.js';
import type { Compiled, Trainability } from './compile.js';
import { checkTargets, costs, upload, type Costs } from './costs.js';
import { Holder } from './holder.js';
import { collect, deliver } from './readings.js';

/** Warns once when layers were frozen or released after `compile`, and gives what held there. */
function trainabilityAt({ layers }: Trainability, compiled: Compiled): ReadonlyMap<object, boolean> | undefined {
  const changed = [...layers].filter(([layer, trained]) => layer.trainable !== trained).map(([layer]) => layer.name);
  if (changed.length === 0) return undefined;
  if (!compiled.hasWarned) {
    const shown = changed.length > 5 ? `${changed.slice(0, 5).join(', ')} and ${changed.length - 5} more` : changed.join(', ');
    compiled.notices.push(`'trainable' was changed after compile (${shown}). What trains stays as it was then; call compile again for the change to count.`);
    compiled.hasWarned = true;
  }
  return layers;
}

/** Waits until everything that a step needs can be had on the active backend. */
async function prepare(model: Model, compiled: Compiled): Promise<EagerBackend> {
  const backend = requireEagerBackend(`Training or evaluating '${model.name}'`);
  await Promise.all([...model.weights, ...compiled.optimizer.slotVariables].map((variable) => variable.moveTo(backend)));
  return backend;
}

/** Says once which weights stand still since the loss does not depend on them. */
function noteUnreached({ weights }: Trainability, gradients: readonly unknown[], compiled: Compiled): void {
  const unreached = weights.filter((_, i) => gradients[i] === undefined).map(({ path }) => path);
  if (unreached.length === 0 || compiled.unreached === unreached.length) return;
  compiled.unreached = unreached.length;
  compiled.notices.push(`The loss does not depend on ${unreached.join(', ')}, which stay as they are.`);
}

function refuseUnknownConstraints({ weights }: Trainability): void {
  for (const { constraint, path } of weights) if (constraint instanceof OpaqueObject) constraint.refuse(`train '${path}'`);
}

/**
 * One training step: forward, backward, weights, then state such as moving statistics. Adds to the loss and the metrics.
 *
 * Only weights that train have gradients; a frozen part runs as at inference and leaves nothing for the backward pass.
 */
export async function trainStep(model: Model, compiled: Compiled, examples: Examples): Promise<void> {
  const { trains } = compiled;
  if (trains === undefined) throw new KedgeError('INTERNAL', 'A model trains before it has a graph.');
  refuseUnknownConstraints(trains);
  checkTargets(model, compiled, examples);
  const backend = await prepare(model, compiled);
  const context: CallContext = { ...newCallContext(true), trainable: trainabilityAt(trains, compiled) };
  const holder = new Holder(backend);
  try {
    const [readings, stacked] = backend.tidy(() => {
      const batch = upload(examples, backend);
      let found: Costs | undefined;
      const forward = (): EagerValue => {
        found = costs(model, compiled, batch, context);
        holder.hold([...found.outputs, ...found.outputs.map(maskOf), ...found.terms, ...context.updates.values()]);
        return found.total;
      };
      const { value, gradients } = backend.valueAndGradients(
        () => withCallContext(context, forward),
        trains.weights.map((variable) => variable.eagerValue(backend)),
      );
      const result = collect(model, compiled, batch, { ...(found as unknown as Costs), total: value }, examples.rows);
      const vector = result.stacked;
      noteUnreached(trains, gradients, compiled);
      if (trains.weights.length > 0) compiled.optimizer.apply(gradients, trains.weights, backend);
      for (const [variable, update] of context.updates) variable.assignEager(holder.hand(update as EagerValue));
      return [result, vector] as const;
    });
    await deliver(readings, stacked);
  } finally {
    holder.dispose();
  }
}

/** One step of evaluation. Adds to the loss and the metrics and changes nothing else. */
export async function testStep(model: Model, compiled: Compiled, examples: Examples): Promise<void> {
  checkTargets(model, compiled, examples);
  const backend = await prepare(model, compiled);
  const context = newCallContext(false);
  const [readings, stacked] = backend.tidy(() => {
    const batch = upload(examples, backend);
    const found = withCallContext(context, () => costs(model, compiled, batch, context));
    const result = collect(model, compiled, batch, found, examples.rows);
    return [result, result.stacked] as const;
  });
  await deliver(readings, stacked);
}
