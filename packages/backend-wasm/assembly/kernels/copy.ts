import { Context } from '../context';

@unmanaged
export class CopyParams {
  input: usize;
  output: usize;
  /** Bytes of one task. */
  bytes: i32;
  /** Bytes to go on from the input in each round of a loop. */
  inputStep: i32;
  /** Bytes to go on from the output in each round of a loop. */
  outputStep: i32;
}

/** Copies pieces of `bytes`, one a task; inside a loop from where, or to where, the round is. */
export function copy(p: CopyParams, begin: i32, end: i32, context: Context): void {
  const at = <usize>begin * p.bytes;
  memory.copy(
    p.output + at + <usize>context.iteration * p.outputStep,
    p.input + at + <usize>context.iteration * p.inputStep,
    <usize>(end - begin) * p.bytes,
  );
}
