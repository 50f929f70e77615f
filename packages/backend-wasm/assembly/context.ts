/**
 * What a thread has of its own while it runs a program.
 *
 * Kept in linear memory, one for each thread, so that kernels get one pointer to it.
 */
@unmanaged
export class Context {
  /** Memory that a kernel may use while it is called, `scratchBytes` of its call; 16-byte aligned. */
  scratch: usize;
  /** Which round of the innermost loop this is; 0 outside of loops. */
  iteration: i32;
  /** Number of this thread, from 0. */
  thread: i32;
  /** How many threads run the program. */
  threads: i32;
  /** Where the threads meet; 0 when there is one thread. */
  barrier: usize;
}

/** Where the threads of a program meet after each step. */
@unmanaged
export class Barrier {
  /** How many have arrived. */
  arrived: i32;
  /** Counts the meetings, so that waiting for one can end. */
  generation: i32;
}
