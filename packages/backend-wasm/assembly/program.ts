import { call } from './generated/dispatch';
import { Barrier, Context } from './context';

/** One step of a program, as the host writes it into linear memory. */
@unmanaged
export class StepRecord {
  /** Number of the kernel; {@link LOOP} for a loop. */
  kernel: i32;
  /** Its parameters. */
  params: usize;
  /** How many independent tasks there are; thread take ranges of them. */
  tasks: i32;
  /** How many tasks a thread takes at once. */
  grain: i32;
  /** Bit 0: only the first thread does this step, and nobody waits before the next step has no such bit. */
  flags: i32;
  /** The first task that nobody has taken; 0 before and after the step. */
  next: i32;
}

/** Parameters of a loop. */
@unmanaged
export class LoopParams {
  body: usize;
  bodySteps: i32;
  iterations: i32;
}

/** The kernel number that stands for a loop. */
// @ts-ignore: decorator
@inline
const LOOP: i32 = -1;

// @ts-ignore: decorator
@inline
const SERIAL: i32 = 1;

/** How often a thread looks for the others before it goes to sleep: some ten microseconds. */
// @ts-ignore: decorator
@inline
const SPINS: i32 = 20000;

/** Runs the steps of a program on this thread; with several threads, all of them call it with the same program. */
export function runProgram(program: usize, steps: i32, context: Context): void {
  const size = offsetof<StepRecord>();
  for (let i = 0; i < steps; ++i) {
    const step = changetype<StepRecord>(program + <usize>i * size);
    if (ASC_FEATURE_THREADS) {
      if (context.threads > 1) {
        runShared(step, context);
        continue;
      }
    }
    if (step.kernel == LOOP) runLoop(step, context);
    else call(step.kernel, step.params, 0, step.tasks, context);
  }
}

function runLoop(step: StepRecord, context: Context): void {
  const loop = changetype<LoopParams>(step.params);
  const outer = context.iteration;
  for (let t = 0, n = loop.iterations; t < n; ++t) {
    context.iteration = t;
    runProgram(loop.body, loop.bodySteps, context);
  }
  context.iteration = outer;
}

/** One step of a program that several threads run. */
function runShared(step: StepRecord, context: Context): void {
  if (step.kernel == LOOP && (step.flags & SERIAL) == 0) {
    runLoop(step, context);
    return;
  }
  if (step.flags & SERIAL) {
    if (context.thread == 0) {
      const threads = context.threads;
      context.threads = 1;
      if (step.kernel == LOOP) runLoop(step, context);
      else call(step.kernel, step.params, 0, step.tasks, context);
      context.threads = threads;
    }
    // A row of such steps is done by the first thread without anybody waiting in between.
    const following = changetype<StepRecord>(changetype<usize>(step) + offsetof<StepRecord>());
    if (following.flags & SERIAL) return;
  } else {
    const tasks = step.tasks;
    const grain = step.grain;
    const next = changetype<usize>(step) + offsetof<StepRecord>('next');
    while (true) {
      const begin = atomic.add<i32>(next, grain);
      if (begin >= tasks) break;
      call(step.kernel, step.params, begin, min(begin + grain, tasks), context);
    }
  }
  meet(step, context);
}

/** Waits until every thread is here; the last one makes the step ready for the next run. */
function meet(step: StepRecord, context: Context): void {
  const barrier = changetype<Barrier>(context.barrier);
  const arrived = context.barrier + offsetof<Barrier>('arrived');
  const generation = context.barrier + offsetof<Barrier>('generation');
  const before = atomic.load<i32>(generation);
  if (atomic.add<i32>(arrived, 1) + 1 == context.threads) {
    step.next = 0;
    barrier.arrived = 0;
    atomic.store<i32>(generation, before + 1);
    atomic.notify(generation, context.threads);
    return;
  }
  for (let spin = 0; spin < SPINS; ++spin) {
    if (atomic.load<i32>(generation) != before) return;
  }
  while (atomic.load<i32>(generation) == before) atomic.wait<i32>(generation, before, -1);
}
