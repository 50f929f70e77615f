import { Context } from './context';
import { helpProgram, leadProgram, runProgram, Team } from './program';
import { capabilities as probed } from './capabilities';

export { measureBytes, measureTile } from './measure';

/** Runs a program that the host has written into memory, on this thread alone. */
export function run(program: usize, steps: i32, context: usize): void {
  runProgram(program, steps, changetype<Context>(context));
}

/** Runs a program together with the threads that are in {@link help}. */
export function lead(program: usize, steps: i32, context: usize, team: usize): void {
  if (ASC_FEATURE_THREADS) leadProgram(program, steps, changetype<Context>(context), changetype<Team>(team));
}

/** Helps with programs until the team is stopped; `seen` is the number of the last one that began before. */
export function help(context: usize, team: usize, seen: i32): void {
  if (ASC_FEATURE_THREADS) helpProgram(changetype<Context>(context), changetype<Team>(team), seen);
}

/** What the machine shows of itself: see `capabilities`. */
export function capabilities(): i32 {
  return probed();
}

/** The first byte that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}
