import { call } from './generated/dispatch';
import { Barrier, Context } from './context';

/** One step of a program, as the host writes it into linear memory. */
@unmanaged
export class StepRecord {
  /** Number of the kernel; {@link LOOP} for a loop. */
  kernel: i32;
  /** Its parameters. */
  params: usize;
  /** How many independent tasks there are; threads take ranges of them. */
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
const GENERATION: usize = offsetof<Barrier>('generation');

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
  meet(changetype<usize>(step), context);
}

/** Waits until every thread is here; the last one makes the step, if there is one, ready for the next run. */
function meet(step: usize, context: Context): void {
  // Addresses are made anew for each access: the first compiler tier of V8 11 (Node 20) loses one that is kept over two.
  const barrier = context.barrier;
  const before = atomic.load<i32>(barrier, GENERATION);
  if (atomic.add<i32>(barrier, 1) + 1 == context.threads) {
    if (step != 0) changetype<StepRecord>(step).next = 0;
    changetype<Barrier>(barrier).arrived = 0;
    atomic.store<i32>(barrier, before + 1, GENERATION);
    atomic.notify(barrier + GENERATION, context.threads);
    return;
  }
  waitWhile(barrier + GENERATION, before);
}

/** Waits while a word of memory has a value: looks for a while, then sleeps. */
function waitWhile(address: usize, value: i32): void {
  for (let spin = 0; spin < SPINS; ++spin) {
    if (atomic.load<i32>(address) != value) return;
  }
  while (atomic.load<i32>(address) == value) atomic.wait<i32>(address, value, -1);
}

/** What the threads of an engine share, besides their barrier. */
@unmanaged
export class Team {
  /** Counts the programs that were started. */
  epoch: i32;
  program: usize;
  steps: i32;
  /** Not 0 when the threads are to end. */
  stop: i32;
}

/** Runs a program together with the threads that are in {@link helpProgram}. */
export function leadProgram(program: usize, steps: i32, context: Context, team: Team): void {
  const epoch = changetype<usize>(team) + offsetof<Team>('epoch');
  team.program = program;
  team.steps = steps;
  atomic.add<i32>(epoch, 1);
  atomic.notify(epoch, context.threads);
  runProgram(program, steps, context);
  // Nobody may still be in this program, or on the way to it, when the next one is announced.
  meet(0, context);
}

/** Helps with every program that is started, until the team is stopped. */
export function helpProgram(context: Context, team: Team, seen: i32): void {
  const epoch = changetype<usize>(team) + offsetof<Team>('epoch');
  while (true) {
    waitWhile(epoch, seen);
    seen = atomic.load<i32>(epoch);
    if (team.stop) return;
    runProgram(team.program, team.steps, context);
    meet(0, context);
  }
}
