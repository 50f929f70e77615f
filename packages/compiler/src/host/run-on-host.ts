import { expectHostResults, KedgeError, movesElements, NumberedStrings, type NumericTensor, type Shape, type Tensor, type TensorSpec } from '@kedge/graph-core';
import type { Constant } from '../graph/constant.js';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { inferOutputs, isConstant, type LoweredAttrs, type Operand, type Step } from '../graph/step.js';
import { hostEvaluator } from './evaluator.js';
import { roundToTensor, type HostArray } from './host-array.js';

const evaluator = hostEvaluator();

const isText = ({ dtype }: { readonly dtype: string }): boolean => dtype === 'string';

/**
 * Whether the host can run a step on what goes into it and comes out.
 *
 * @param specs Of its inputs.
 */
export function runsOnHost(step: Step, specs: readonly TensorSpec[]): boolean {
  if (step.primitive === 'host') return true;
  if (step.epilogue.length > 0) return false;
  const asNumbers = specs.map((spec): TensorSpec => (isText(spec) ? { ...spec, dtype: 'int32' } : spec));
  return (!specs.some(isText) || movesElements(step.primitive)) && evaluator.supports(step.primitive, asNumbers, step.attrs);
}

/** Runs the steps of a graph in host memory, one after another. Constants are read when it is made. */
export class HostProgram {
  readonly #graph: PrimitiveGraph;
  readonly #constants: ReadonlyMap<Constant, Tensor>;

  constructor(graph: PrimitiveGraph) {
    this.#graph = graph;
    this.#constants = new Map(graph.constants.map((constant) => [constant, constant.value()]));
  }

  /**
   * Computes the outputs.
   *
   * @param inputs One tensor for each input of the graph.
   * @param observe Told the shapes that came out of a step whose rule leaves sizes open.
   */
  run(inputs: readonly Tensor[], observe?: (step: string, shapes: readonly Shape[]) => void): Tensor[] {
    const values = new Map<Operand, Tensor>([...this.#constants, ...this.#graph.inputs.map(({ value }, i) => [value, inputs[i] as Tensor] as const)]);
    for (const step of this.#graph.steps) {
      const results = runStep(step, step.inputs.map((operand) => valueIn(values, operand)));
      step.outputs.forEach((id, i) => values.set(id, results[i] as Tensor));
      if (step.primitive === 'host') observe?.(step.name, results.map(({ shape }) => shape));
    }
    return this.#graph.outputs.map(({ operand }) => valueIn(values, operand));
  }
}

function valueIn(values: ReadonlyMap<Operand, Tensor>, operand: Operand): Tensor {
  const value = values.get(operand);
  if (value === undefined) throw new KedgeError('INTERNAL', `The host needed ${isConstant(operand) ? `constant '${operand.label}'` : `value ${operand}`} before it was there.`);
  return value;
}

function runStep(step: Step, inputs: readonly Tensor[]): readonly Tensor[] {
  if (step.primitive === 'host') {
    const results = step.attrs.function.compute(inputs);
    expectHostResults(step.attrs.function.name, results, step.attrs.function.infer(inputs));
    return results;
  }
  if (!runsOnHost(step, inputs)) {
    throw new KedgeError('NO_HOST_KERNEL', `'${step.name}' (${step.primitive}) works on strings, which the host computes with, and the host does not know it. Turn strings into numbers with a lookup or hashing layer first.`);
  }
  return inputs.some(isText) ? onStrings(step, inputs) : evaluated(step, inputs as readonly HostArray[], inputs);
}

function evaluated(step: Step, arrays: readonly HostArray[], specs: readonly TensorSpec[]): NumericTensor[] {
  const { primitive, attrs } = step;
  const outputs = inferOutputs(primitive, specs, attrs as LoweredAttrs<typeof primitive>);
  return evaluator.evaluate(primitive, arrays, attrs, outputs, 'rounded').map(roundToTensor);
}

/** Moves strings as numbers that stand for them. */
function onStrings(step: Step, inputs: readonly Tensor[]): Tensor[] {
  const strings = new NumberedStrings();
  const arrays = inputs.map((x): NumericTensor => (x.dtype === 'string' ? { data: strings.numbersOf(x.data), shape: x.shape, dtype: 'int32' } : x));
  const results = evaluated(step, arrays, arrays);
  const [given] = inferOutputs(step.primitive, inputs, step.attrs as LoweredAttrs<typeof step.primitive>);
  if (given?.dtype !== 'string') return results;
  return results.map(({ data, shape }) => ({ data: strings.textsOf(data), shape, dtype: 'string' }));
}
