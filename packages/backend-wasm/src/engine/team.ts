/** Where the threads of an engine find each other in shared memory: see assembly/program.ts and assembly/context.ts. */
export interface Team {
  readonly threads: number;
  /** Address of the Team record. */
  readonly address: number;
  /** Address of the barrier. */
  readonly barrier: number;
  /** Address of each thread's context, its own cache line. */
  readonly contexts: readonly number[];
}

/** Bytes of the records of a team, each on cache lines of its own. */
const LINE = 64;

const TEAM_STOP_WORD = 3;

/** Bytes that a team takes. */
export function teamBytes(threads: number): number {
  return LINE * (2 + threads);
}

/** Lays out the records of a team at an address. */
export function teamAt(address: number, threads: number): Team {
  return {
    threads,
    address,
    barrier: address + LINE,
    contexts: Array.from({ length: threads }, (_, i) => address + LINE * (2 + i)),
  };
}

/** Writes the context of each thread. */
export function writeContexts(buffer: ArrayBufferLike, team: Team, scratch: { readonly address: number; readonly bytes: number }): void {
  team.contexts.forEach((context, thread) => {
    const words = new Int32Array(buffer, context, 5);
    words.set([scratch.address + thread * scratch.bytes, 0, thread, team.threads, team.threads > 1 ? team.barrier : 0]);
  });
}

/** Lets the helping threads end. */
export function stopTeam(buffer: ArrayBufferLike, team: Team): void {
  const words = new Int32Array(buffer, team.address, 4);
  Atomics.store(words, TEAM_STOP_WORD, 1);
  Atomics.add(words, 0, 1);
  Atomics.notify(words, 0);
}
