import { Operation } from '../src/operation.js';
import { placeholder } from '../src/placeholder.js';
import type { Shape } from '../src/shape.js';
import type { SymbolicTensor } from '../src/symbolic-tensor.js';
import type { TensorSpec } from '../src/value.js';

/** The spec of a small batch of unknown size. */
export const SPEC: TensorSpec = { shape: [null, 2], dtype: 'float32' };

/** A graph input. */
export function start(name: string, shape: Shape = SPEC.shape): SymbolicTensor {
  return placeholder({ shape, dtype: 'float32' }, name);
}

/** An operation of any number of inputs; what it puts out is told to it. */
export class Tiny extends Operation {
  readonly spec: unknown;
  /** What every layer has and this one counts: state that calls share. */
  runs = 0;

  constructor(name: string, spec: unknown = SPEC) {
    super(name);
    this.spec = spec;
  }

  override computeOutputSpec(): unknown {
    return this.spec;
  }

  override run(args: readonly unknown[]): unknown {
    this.runs += 1;
    return args[0];
  }

  /** Calls it and gives the only output. */
  on(...args: readonly unknown[]): SymbolicTensor {
    return this.symbolicCall(args) as SymbolicTensor;
  }

  /** Calls it and gives the outputs of an operation that has a list of them. */
  allOn(...args: readonly unknown[]): SymbolicTensor[] {
    return this.symbolicCall(args) as SymbolicTensor[];
  }
}

/** Calls new operations of these names one after another. */
export function chain(from: SymbolicTensor, ...names: readonly string[]): SymbolicTensor {
  return names.reduce((tensor, name) => new Tiny(name).on(tensor), from);
}

/** What a function throws. */
export function thrownBy(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('Expected an error, got none.');
}
