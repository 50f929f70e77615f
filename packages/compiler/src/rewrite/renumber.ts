import type { TensorSpec } from '@kedge/graph-core';
import { PrimitiveGraph } from '../graph/primitive-graph.js';
import { isConstant, type Operand, type Step, type ValueId } from '../graph/step.js';
import { withOperands } from './with-operands.js';

/**
 * A graph of other steps between the inputs and outputs of a given one; values get dense ids, steps unique names.
 *
 * @param graph Gives the names of inputs and outputs.
 * @param changed What its inside is now; value ids may have gaps.
 */
export function renumbered(
  graph: PrimitiveGraph,
  changed: { readonly steps: readonly Step[]; readonly outputs: readonly Operand[]; readonly specs: readonly TensorSpec[] },
): PrimitiveGraph {
  const specs: TensorSpec[] = [];
  const ids = new Map<ValueId, ValueId>();
  const define = (value: ValueId): ValueId => {
    const id = specs.push(changed.specs[value] ?? { shape: [], dtype: 'float32' }) - 1;
    ids.set(value, id);
    return id;
  };
  const put = (operand: Operand): Operand => (isConstant(operand) ? operand : (ids.get(operand) ?? operand));
  const inputs = graph.inputs.map(({ name, value }) => ({ name, value: define(value) }));
  const nameOnce = uniqueNames();
  const steps = changed.steps.map((step): Step => ({ ...withOperands(step, put), name: nameOnce(step.name), outputs: step.outputs.map(define) }));
  const outputs = graph.outputs.map(({ name }, i) => ({ name, operand: put(changed.outputs[i] ?? -1) }));
  return new PrimitiveGraph({ inputs, outputs, steps, specs, pool: graph.pool });
}

function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let unique = name;
    for (let count = 1; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
    return unique;
  };
}
