import { formatShape, type TensorSpec } from '@kedge/graph-core';
import { attrsText } from './attrs-text.js';
import type { PrimitiveGraph } from './primitive-graph.js';
import { isConstant, RESULT, type Operand, type Step } from './step.js';

const INDENT = '  ';

function operandText(operand: Operand | typeof RESULT): string {
  if (operand === RESULT) return '_';
  if (!isConstant(operand)) return `%${operand}`;
  return operand.shape.length === 0 ? operand.label : `${operand.label}[${operand.shape.join(', ')}]`;
}

function specText({ shape, dtype }: TensorSpec): string {
  return `${dtype} ${formatShape(shape)}`;
}

function callText(call: Pick<Step, 'primitive' | 'attrs'>, inputs: readonly (Operand | typeof RESULT)[]): string {
  const attrs = attrsText(call.attrs, (body) => `{\n${indented(printGraph(body))}\n}`);
  return `${call.primitive}(${inputs.map(operandText).join(', ')})${attrs === '' ? '' : ` ${attrs}`}`;
}

function indented(text: string): string {
  return text.split('\n').map((line) => INDENT + line).join('\n');
}

function stepText(graph: PrimitiveGraph, step: Step): string {
  const values = step.outputs.map((value) => `%${value}`).join(', ');
  const specs = step.outputs.map((value) => specText(graph.specOf(value))).join(', ');
  const epilogue = step.epilogue.map((call) => ` |> ${callText(call, call.inputs)}`).join('');
  return `${values} = ${callText(step, step.inputs)}${epilogue} : ${specs} # ${step.name}`;
}

/** One line for the inputs, one for each step (more for the body of a loop), one for the outputs. */
export function printGraph(graph: PrimitiveGraph): string {
  const inputs = graph.inputs.map((input) => `%${input.value} ${input.name} : ${specText(input)}`).join(', ');
  const outputs = graph.outputs.map(({ name, operand }) => `${name} = ${operandText(operand)}`).join(', ');
  return [`in ${inputs}`, ...graph.steps.map((step) => stepText(graph, step)), `out ${outputs}`].join('\n');
}
