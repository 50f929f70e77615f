import { flattenTree, isEagerValue, isTensor, ops, requireEagerBackend, type Application, type EagerBackend, type EagerValue, type FunctionGraph, type Value } from '@kedge/graph-core';
import { currentCallContext, type CallContext } from './call-context.js';
import { maskOf, setMask } from './masks.js';

/** A value that lives as long as the run, although the graph frees what `held` holds after its last use. */
function outliving<V>(value: V, held: ReadonlySet<unknown>): V | Value {
  return isEagerValue(value) && held.has(value) ? ops.identity(value) : value;
}

/** What an operation leaves beside its outputs, made independent of them: masks, scores behind probabilities, losses. */
function settle(outputs: readonly EagerValue[], held: ReadonlySet<unknown>, context: CallContext | undefined, { firstLoss, isLast }: { readonly firstLoss: number; readonly isLast: boolean }): unknown {
  const masks = outputs.map((output) => {
    const mask = outliving(maskOf(output), held);
    setMask(output, mask);
    return mask;
  });
  if (context === undefined) return masks;
  const logits = outputs.map((output) => {
    const scores = context.logits.get(output);
    if (scores === undefined) return undefined;
    const kept = isLast ? outliving(scores, held) : undefined;
    if (kept === undefined) context.logits.delete(output);
    else context.logits.set(output, kept);
    return kept;
  });
  for (let i = firstLoss; i < context.losses.length; i++) context.losses[i] = outliving(context.losses[i] as Value, held);
  return [masks, logits, context.losses, [...context.updates.values()]];
}

/**
 * Runs one operation and frees everything that it made, except what it gives and leaves. Scores behind probabilities matter
 * to a loss only, which meets the last outputs.
 */
function runTidily({ operation, args, kwargs }: Application, backend: EagerBackend, isLast: boolean): unknown {
  const context = currentCallContext();
  const firstLoss = context?.losses.length ?? 0;
  const { outputs } = backend.tidy(() => {
    const outputs = operation.run(args, kwargs);
    const values = flattenTree(outputs, isEagerValue);
    const held = new Set<unknown>([...flattenTree([args, kwargs], isEagerValue), ...values]);
    return { outputs, left: settle(values, held, context, { firstLoss, isLast }) };
  });
  return outputs;
}

/**
 * Computes a graph on values, holding no more of them at a time than later operations need: everything an operation makes on
 * the way is freed when it is done, and its outputs after their last use.
 *
 * @param graph What to compute.
 * @param values One for each input: eager or plain. They are left alone.
 * @returns One value for each output. The caller frees them.
 */
export function runEagerly(graph: FunctionGraph, values: readonly unknown[]): unknown[] {
  const backend = flattenTree(values, isEagerValue)[0]?.backend ?? requireEagerBackend('Running a model');
  const inputs = values.map((value) => (isTensor(value) ? backend.fromTensor(value) : value));
  const last = new Set(graph.outputs);
  return graph.run(
    inputs,
    (application) => runTidily(application, backend, application.node.outputs.some((output) => last.has(output))),
    (value) => {
      if (isEagerValue(value)) value.dispose();
    },
  );
}
