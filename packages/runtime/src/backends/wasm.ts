import type { Engine } from '@kedge/backend-wasm';
import type { Backend, Device, StartOptions } from '../backend.js';
import { WasmPlan } from './wasm-plan.js';

/** One engine for all sessions that ask for the same: they take turns, and share what they have in common. */
interface Shared {
  readonly engine: Promise<Engine>;
  users: number;
}

const engines = new Map<string, Shared>();

async function coreCount(): Promise<number> {
  if (typeof process !== 'undefined' && process.versions?.node !== undefined) {
    const { availableParallelism } = await import('node:os');
    return availableParallelism();
  }
  return typeof navigator === 'undefined' ? 1 : (navigator.hardwareConcurrency ?? 1);
}

/** More threads than this wait for each other longer than they compute. */
const MOST_THREADS = 8;

async function acquire(key: string, start: () => Promise<Engine>): Promise<Engine> {
  const known = engines.get(key);
  const shared: Shared = known ?? { engine: start(), users: 0 };
  engines.set(key, shared);
  shared.users += 1;
  try {
    const engine = await shared.engine;
    if (engine.failure === undefined) return engine;
  } catch (error) {
    if (engines.get(key) === shared) engines.delete(key);
    throw error;
  }
  // Its workers are gone. Those who had it are told so when they run; who comes now gets a new one.
  if (engines.get(key) === shared) engines.delete(key);
  return acquire(key, start);
}

async function release(key: string, engine: Engine): Promise<void> {
  const shared = engines.get(key);
  if (shared === undefined || (await shared.engine) !== engine) return engine.stop();
  shared.users -= 1;
  if (shared.users > 0) return;
  engines.delete(key);
  await engine.stop();
}

function openModel(engine: Engine, canFuse: Parameters<typeof WasmPlan.fused>[1]): Device {
  const model = engine.model();
  return {
    plansKept: 4,
    needsSizes: true,
    prepare: (graph) => new WasmPlan(WasmPlan.fused(graph, canFuse), model),
    close: () => model.close(),
  };
}

/** Starts our engine, or joins a session that has started it. */
export async function startWasm({ threads, inline }: StartOptions): Promise<Backend> {
  const { Engine: engineClass, wasmCanFuse } = await import('@kedge/backend-wasm');
  const asked = threads === 'auto' ? Math.min(await coreCount(), MOST_THREADS) : threads;
  const key = `${asked}:${inline}`;
  const engine = await acquire(key, () => engineClass.start({ threads: asked, inline }));
  const why = threads === 'auto' ? `one for each core, up to ${MOST_THREADS}` : 'as asked';
  return {
    name: 'wasm',
    threads: { given: engine.threads, reason: engine.threadsReason === '' ? why : engine.threadsReason },
    about: `kernels: ${engine.build}, tiles of ${engine.tile.rows} rows at ${engine.tile.gflops.toFixed(0)} GFLOP/s`,
    open: () => openModel(engine, wasmCanFuse),
    stop: () => release(key, engine),
  };
}
