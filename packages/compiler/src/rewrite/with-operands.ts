import { RESULT, type Operand, type Step } from '../graph/step.js';

/** A step that reads other operands. */
export function withOperands(step: Step, put: (operand: Operand) => Operand): Step {
  const inputs = step.inputs.map(put);
  const epilogue = step.epilogue.map((call) => ({ ...call, inputs: call.inputs.map((input) => (input === RESULT ? RESULT : put(input))) }));
  return { ...step, inputs, epilogue } as Step;
}
