import { SymbolicTensor } from './symbolic-tensor.js';
import { isTensor, type Tensor } from './tensor.js';
import { TraceScope } from './trace-scope.js';
import { mapTree } from './tree.js';
import { isEagerValue, isSymbolicTensor, isVariable, type EagerValue, type TensorSpec, type VariableLike } from './value.js';

/** Whether a value has a shape and a dtype: symbolic, eager, a variable or plain. */
export function isTyped(value: unknown): value is SymbolicTensor | EagerValue | VariableLike | Tensor {
  return isSymbolicTensor(value) || isEagerValue(value) || isVariable(value) || isTensor(value);
}

/**
 * What a function would put out, found by running it on stand-ins in a trace scope of its own, in which nothing is recorded.
 *
 * This is what makes a second description of shapes unnecessary: the function that computes is the function that infers.
 *
 * @param fn The computation. It must not look at values.
 * @param args Arguments with tensors at any depth; one tensor given twice is one stand-in.
 * @param kwargs Named arguments, likewise.
 * @returns Specs, nested as `fn` nests its result.
 */
export function inferOutputSpec(
  fn: (args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>) => unknown,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>> = {},
): unknown {
  return new TraceScope({ records: false }).run(() => {
    const standIns = new Map<unknown, SymbolicTensor>();
    const replace = (value: SymbolicTensor | EagerValue): SymbolicTensor => {
      const { shape, dtype } = value;
      const known = standIns.get(value) ?? new SymbolicTensor({ shape, dtype, name: isSymbolicTensor(value) ? value.name : 'value' });
      standIns.set(value, known);
      return known;
    };
    const result = fn(
      mapTree(args, isGraphValue, replace) as unknown[],
      mapTree(kwargs, isGraphValue, replace) as Record<string, unknown>,
    );
    return mapTree(result, isTyped, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
  });
}

function isGraphValue(value: unknown): value is SymbolicTensor | EagerValue {
  return isSymbolicTensor(value) || isEagerValue(value);
}
