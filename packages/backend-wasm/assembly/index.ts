import { Context } from './context';
import { runProgram } from './program';

/** Runs a program that the host has written into memory. */
export function run(program: usize, steps: i32, context: usize): void {
  runProgram(program, steps, changetype<Context>(context));
}

/** The first byte that the host may use. */
export function heapBase(): usize {
  return __heap_base;
}
