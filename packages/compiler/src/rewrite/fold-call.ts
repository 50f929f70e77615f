import { sizeOf, type PrimitiveName } from '@kedge/graph-core';
import { attrsText } from '../graph/attrs-text.js';
import type { Constant } from '../graph/constant.js';
import type { ConstantPool } from '../graph/constant-pool.js';
import { inferOutputs, type LoweredAttrs } from '../graph/step.js';
import type { Evaluator } from '../host/evaluator.js';
import type { HostArray, Precision } from '../host/host-array.js';

/** The name of the largest constant that went into it, with a mark: `conv1/kernel'`. */
function labelOf(primitive: string, inputs: readonly Constant[]): string {
  const [largest] = inputs.toSorted((a, b) => sizeOf(b.shape) - sizeOf(a.shape));
  if (largest === undefined) return primitive;
  return largest.label.endsWith("'") ? largest.label : `${largest.label}'`;
}

/**
 * A primitive applied to constants, as constants: nothing is computed until values are asked for.
 *
 * @returns One constant for each output; the same ones when the same call is folded again.
 */
export function foldCall<K extends PrimitiveName>(
  { pool, evaluator }: { readonly pool: ConstantPool; readonly evaluator: Evaluator },
  primitive: K,
  inputs: readonly Constant[],
  attrs: LoweredAttrs<K>,
): readonly Constant[] {
  const outputs = inferOutputs(primitive, inputs, attrs);
  const evaluate = (precision: Precision): readonly HostArray[] => evaluator.evaluate(primitive, inputs.map((input) => input.exact()), attrs, outputs, precision);
  let results: readonly HostArray[] | undefined;
  // Several outputs are computed together, and must not be computed once for each.
  const resultAt = (index: number, precision: Precision): HostArray => {
    const all = outputs.length === 1 ? evaluate(precision) : (results ??= evaluate('double'));
    const result = all[index];
    if (result === undefined) throw new RangeError(`The kernel of '${primitive}' gave ${all.length} results, ${outputs.length} were due.`);
    return result;
  };
  const how = `${primitive} ${attrsText(attrs, () => '')}`;
  return outputs.map(({ shape, dtype }, index) => {
    const spec = { shape: shape.map((dim) => dim ?? 0), dtype, label: labelOf(primitive, inputs) };
    return pool.derive(`${how}:${index}`, inputs, spec, (precision) => resultAt(index, precision));
  });
}
