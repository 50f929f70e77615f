import type { ValueId } from '@kedge/compiler';
import type { KERNELS, PARAMS } from '../generated/kernels.js';

/** A kernel of the WASM module, by its name. */
export type KernelName = keyof typeof KERNELS;

type Fields<K extends KernelName> = (typeof PARAMS)[(typeof KERNELS)[K]['params']];

/** The parameters of a kernel: numbers, and places in memory that are addresses only once a plan is loaded. */
export type KernelParams<K extends KernelName> = {
  readonly [F in keyof Fields<K>]: Fields<K>[F] extends 'pointer' ? Pointer | null : number;
};

/** A place in memory, before memory is there. */
export type Pointer =
  /** A value of the graph, by its offset in the arena. */
  | { readonly kind: 'arena'; readonly value: ValueId; readonly offset: number }
  /** Weights, as a kernel wants them. */
  | { readonly kind: 'packed'; readonly packed: Packed; readonly offset: number }
  /** Room that only one step uses, shared by all steps. */
  | { readonly kind: 'workspace'; readonly offset: number }
  /** While a constant is packed: its values as they are. */
  | { readonly kind: 'source'; readonly offset: number }
  /** While a constant is packed: where the packed form goes. */
  | { readonly kind: 'target'; readonly offset: number };

/** A pointer that lies a number of bytes further. */
export function advanced<P extends Pointer>(pointer: P, bytes: number): P {
  return { ...pointer, offset: pointer.offset + bytes };
}

interface CallOf<K extends KernelName> {
  readonly kernel: K;
  readonly params: KernelParams<K>;
  /**
   * How many independent tasks the work consists of; the kernel is called for ranges of them, by several threads at once, in
   * any order.
   */
  readonly tasks: number;
  /** How many tasks a thread takes at once; 1 by default. */
  readonly grain?: number;
  /** Bytes of scratch memory that a thread needs while it is in the kernel. */
  readonly scratchBytes?: number;
  /** Multiplications and additions, for the profile. */
  readonly flops?: number;
  /** Only one thread does it: for what is too small to be shared. */
  readonly serial?: boolean;
}

/** One call of a kernel. */
export type KernelCall = { [K in KernelName]: CallOf<K> }[KernelName];

/** Calls that are repeated; in each, `context.iteration` is the number of the round. */
export interface LoopCall {
  readonly loop: { readonly iterations: number; readonly body: readonly Call[] };
  readonly serial?: boolean;
}

export type Call = KernelCall | LoopCall;

export function isLoop(call: Call): call is LoopCall {
  return 'loop' in call;
}

/** A constant in the form in which a kernel reads it. Made once, whatever plans use it. */
export interface Packed {
  /** Which constant: a number that no other constant has. */
  readonly constant: number;
  /** For people, e.g. `conv2d_3/kernel`. */
  readonly label: string;
  /** Names the form; with the constant it names the bytes. `raw` for the values as they are. */
  readonly key: string;
  /** Of the values as they are. */
  readonly sourceBytes: number;
  /** Of this form. */
  readonly bytes: number;
  /** Whether it belongs to the plan and not to the model: a table that follows from sizes. It goes with the plan. */
  readonly isOfPlan: boolean;
  /** What makes it, reading at `source` and writing at `target` pointers, every byte of it; empty for `raw`. */
  readonly calls: readonly KernelCall[];
}

/** A form of a constant, as a binder asks for it. */
export type PackedForm = Pick<Packed, 'key' | 'bytes' | 'calls'>;
