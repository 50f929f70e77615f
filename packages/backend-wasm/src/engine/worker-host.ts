import type { EngineHost } from './engine-host.js';
import { newMemory, type BuildName } from './module.js';
import { WorkerHandle } from './worker-handle.js';

/** Milliseconds that a helping thread may take to begin. */
const START_TIMEOUT_MS = 10_000;

interface WorkerHostOptions {
  readonly module: WebAssembly.Module;
  readonly build: BuildName;
  readonly threads: number;
  readonly reason: string;
}

interface Team {
  readonly lead: WorkerHandle;
  readonly helpers: readonly WorkerHandle[];
}

/** Runs plans in a worker, which further workers help. */
export async function workerHost(options: WorkerHostOptions): Promise<EngineHost> {
  const { team, threads, reason } = await startTeam(options);
  const { lead, helpers } = team;
  // Without one of its threads a plan would wait for ever.
  for (const helper of helpers) helper.onEnd((reason) => void lead.terminate(reason));
  lead.onEnd(() => void Promise.all(helpers.map((helper) => helper.terminate())));
  return {
    threads,
    threadsReason: reason,
    get failure(): string | undefined {
      return lead.failure;
    },
    missing: (plan) => lead.ask<'missing'>({ kind: 'missing', plan }),
    pack: (packed, values, owner) => lead.ask<'pack'>({ kind: 'pack', packed, values, owner }, [values.buffer as ArrayBuffer]),
    load: (plan, owner) => lead.ask<'load'>({ kind: 'load', plan, owner }),
    run: (handle, inputs) => lead.ask<'run'>({ kind: 'run', handle, inputs }),
    profile: (handle, inputs) => lead.ask<'profile'>({ kind: 'profile', handle, inputs }),
    unload: (handle) => lead.ask<'unload'>({ kind: 'unload', handle }),
    forget: (owner) => lead.ask<'forget'>({ kind: 'forget', owner }),
    stop: async () => {
      await lead.ask<'stop'>({ kind: 'stop' }).catch(() => undefined);
      await Promise.all([lead, ...helpers].map((worker) => worker.terminate()));
    },
  };
}

/** Starts the workers; when one that should help does not come, starts anew with one thread. */
async function startTeam(options: WorkerHostOptions): Promise<{ readonly team: Team; readonly threads: number; readonly reason: string }> {
  const { threads, reason } = options;
  const lead = await WorkerHandle.start();
  const started: WorkerHandle[] = [lead];
  try {
    const memory = threads > 1 ? newMemory(options.build) : undefined;
    const { contexts, team } = await lead.ask<'start'>({ kind: 'start', module: options.module, build: options.build, memory, threads });
    const helpers = await Promise.all(
      contexts.slice(1).map(async (context) => {
        const helper = await WorkerHandle.start();
        started.push(helper);
        const begun = helper.ask({ kind: 'help', module: options.module, memory: memory as WebAssembly.Memory, context, team });
        await inTime(begun);
        return helper;
      }),
    );
    return { team: { lead, helpers }, threads, reason };
  } catch (error) {
    await Promise.all(started.map((worker) => worker.terminate()));
    if (threads === 1) throw error;
    const why = `${threads} threads could not be started: ${error instanceof Error ? error.message : String(error)}`;
    return startTeam({ ...options, threads: 1, reason: why });
  }
}

async function inTime(begun: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a worker did not begin within ${START_TIMEOUT_MS / 1000} s`)), START_TIMEOUT_MS);
  });
  await Promise.race([begun, late]).finally(() => clearTimeout(timer));
}
