import { isConstant, RESULT, type Constant, type Epilogue, type Operand, type Step } from '@kedge/compiler';

/** What the kernels of sums can do to their results, in this order. */
export interface FusedEpilogue {
  /** Added to each row. */
  readonly bias?: Constant;
  /** Added element by element. */
  readonly residual?: Operand;
  readonly lower: number;
  readonly upper: number;
  /** Number of an entry of {@link ACTIVATIONS}, from 1; 0 for none. */
  readonly activation: number;
}

/** What can follow the limits; the numbers are those of assembly/gemm/activate.ts, from 1. */
const ACTIVATIONS = ['sigmoid', 'tanh'] as const;

type Stage = 'bias' | 'residual' | 'limits' | 'activation';
const STAGES: readonly Stage[] = ['bias', 'residual', 'limits', 'activation'];

function stageOf({ primitive, inputs }: Epilogue): Stage | undefined {
  if (primitive === 'relu' || primitive === 'clip') return 'limits';
  if (ACTIVATIONS.some((name) => name === primitive)) return 'activation';
  if (primitive !== 'add') return undefined;
  const other = inputs.find((input): input is Operand => input !== RESULT);
  if (other === undefined) return undefined;
  if (!isConstant(other)) return 'residual';
  return other.shape.slice(0, -1).every((dim) => dim === 1) ? 'bias' : undefined;
}

/** The stages of calls, if they come in the order in which kernels do them and each but once. */
function stagesOf(calls: readonly Epilogue[]): readonly Stage[] | undefined {
  const stages = calls.map(stageOf);
  const order = stages.map((stage) => (stage === undefined ? -1 : STAGES.indexOf(stage)));
  return order.every((at, i) => at >= 0 && (i === 0 || at > (order[i - 1] ?? 0))) ? (stages as Stage[]) : undefined;
}

/** Whether the kernels can do a further call after those that a step has. */
export function canFollow(step: Step, next: Epilogue): boolean {
  return stagesOf([...step.epilogue, next]) !== undefined;
}

/** What a step does to its sums. */
export function fusedEpilogue({ epilogue }: Step): FusedEpilogue {
  const result: { bias?: Constant; residual?: Operand; lower: number; upper: number; activation: number } = { lower: -Infinity, upper: Infinity, activation: 0 };
  for (const call of epilogue) {
    const other = call.inputs.find((input): input is Operand => input !== RESULT);
    if (call.primitive === 'relu') result.lower = 0;
    else if (call.primitive === 'clip') [result.lower, result.upper] = [call.attrs.min, call.attrs.max];
    else if (call.primitive === 'add' && other !== undefined && isConstant(other) && stageOf(call) === 'bias') result.bias = other;
    else if (call.primitive === 'add' && other !== undefined) result.residual = other;
    else result.activation = ACTIVATIONS.findIndex((name) => name === call.primitive) + 1;
  }
  return result;
}
