import type { Constant, PrimitiveGraph } from '@kedge/compiler';
import { KedgeError } from '@kedge/graph-core';
import { bindPlan } from '../plan/bind-plan.js';
import { printPlan, stepSummaries, type Plan, type StepSummary } from '../plan/plan.js';
import type { Numbers } from './engine-core.js';
import type { EngineHost } from './engine-host.js';
import { inlineHost } from './inline-host.js';
import type { Machine } from './machine.js';
import type { BuildName } from './module.js';
import type { MeasuredTile } from './measure.js';
import { buildFor, probeFeatures, probeMachine, type ProbedMachine } from './probe.js';
import type { Packed } from '../plan/kernel-call.js';
import { workerHost } from './worker-host.js';

/** How an engine is started. */
export interface EngineOptions {
  /** Threads that compute. With 1 there is still a worker, so that the calling thread stays free, unless `inline` is set. */
  readonly threads: number;
  /** Runs on the calling thread: no messages, one thread. */
  readonly inline?: boolean;
  /** The build of the kernels; by default the best that this machine can compile. */
  readonly build?: BuildName;
}

/** A plan that an engine holds. */
export interface EnginePlan {
  readonly plan: Plan;
  /** The plan as text, one line for each kernel call. */
  readonly text: string;
  readonly steps: readonly StepSummary[];
  /** @param inputs In the order of `plan.inputs`; copied. */
  run(inputs: readonly Numbers[]): Promise<Numbers[]>;
  /** Milliseconds of each step of one run. */
  profile(inputs: readonly Numbers[]): Promise<number[]>;
  dispose(): Promise<void>;
}

/** What one model has in an engine: its plans, and its constants in the forms that kernels read, which stay until it is closed. */
export interface EngineModel {
  /**
   * Binds a graph to kernels and puts its constants in place, those that are not there yet.
   *
   * @param graph All sizes known; rewritten and fused.
   * @param onPacked Told after each constant.
   */
  load(graph: PrimitiveGraph, onPacked?: (progress: { readonly done: number; readonly total: number }) => void): Promise<EnginePlan>;
  /** Frees the constants; the plans are to be disposed of before. */
  close(): Promise<void>;
}

let lastOwner = 0;

/** The kernels on a linear memory, with the threads that run them. Several plans share it, and constants that they share. */
export class Engine {
  readonly machine: Machine;
  readonly build: BuildName;
  /** The tile of sums that was measured to be the fastest here. */
  readonly tile: MeasuredTile;
  readonly #host: EngineHost;
  #isStopped = false;

  private constructor(host: EngineHost, { machine, tile }: ProbedMachine, build: BuildName) {
    this.#host = host;
    this.machine = machine;
    this.tile = tile;
    this.build = build;
  }

  /**
   * Starts an engine.
   *
   * @throws {KedgeError} `BACKEND_UNAVAILABLE` when this machine has no WebAssembly SIMD, or the kernels cannot be loaded.
   */
  static async start({ threads, inline = false, build }: EngineOptions): Promise<Engine> {
    const features = probeFeatures();
    if (!features.simd) throw new KedgeError('BACKEND_UNAVAILABLE', 'WebAssembly here has no SIMD instructions. Use a newer browser or Node, or the backend tfjs-wasm.');
    const given = inline || !features.threads ? 1 : threads;
    const chosen = build ?? buildFor(features, given);
    const probed = await probeMachine(chosen);
    const { module } = probed;
    const reason = given === threads ? '' : inline ? 'a session on the calling thread has one' : features.threadsReason;
    const host = inline ? await inlineHost(module, chosen, reason) : await workerHost({ module, build: chosen, threads: given, reason });
    return new Engine(host, probed, chosen);
  }

  get threads(): number {
    return this.#host.threads;
  }

  /** Why there are fewer threads than were asked for; empty when there are as many. */
  get threadsReason(): string {
    return this.#host.threadsReason;
  }

  /** Why the engine can run nothing any more; `undefined` while it can. */
  get failure(): string | undefined {
    return this.#isStopped ? 'it was stopped' : this.#host.failure;
  }

  /** A place for a model. */
  model(): EngineModel {
    lastOwner += 1;
    const owner = lastOwner;
    return {
      load: (graph, onPacked) => this.#load(graph, owner, onPacked),
      close: async () => {
        if (this.failure === undefined) await this.#host.forget(owner);
      },
    };
  }

  async #load(graph: PrimitiveGraph, owner: number, onPacked?: Parameters<EngineModel['load']>[1]): Promise<EnginePlan> {
    const { plan, constants } = bindPlan(graph, this.machine);
    const missing = await this.#host.missing(plan);
    for (const [i, packed] of missing.entries()) {
      const constant = constants.get(packed.constant);
      await this.#host.pack(packed, valuesOf(constant, packed), owner);
      constant?.forgetValues();
      onPacked?.({ done: i + 1, total: missing.length });
    }
    const handle = await this.#host.load(plan, owner);
    return {
      plan,
      get text() {
        return printPlan(plan);
      },
      get steps() {
        return stepSummaries(plan);
      },
      run: (inputs) => this.#host.run(handle, inputs),
      profile: (inputs) => this.#host.profile(handle, inputs),
      dispose: async () => {
        if (this.failure === undefined) await this.#host.unload(handle);
      },
    };
  }

  /** Ends the workers and frees the memory, plans and all. Calling it twice does nothing. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#host.stop();
  }
}

/** A copy of a constant's values: the model keeps its own. */
function valuesOf(constant: Constant | undefined, packed: Packed): Uint8Array {
  const value = constant?.value();
  if (value === undefined || value.dtype === 'string') throw new KedgeError('INTERNAL', `Constant '${packed.label}' has no numbers.`);
  const { buffer, byteOffset, byteLength } = value.data;
  return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}
