import type { EngineModel, EnginePlan, Numbers } from '@kedge/backend-wasm';
import { fusionRules, rewrite, type CanFuse, type PrimitiveGraph } from '@kedge/compiler';
import type { Tensor } from '@kedge/graph-core';
import type { DevicePlan, StepTime } from '../backend.js';

/** A graph on the WASM engine; it is bound to kernels when it is first run. */
export class WasmPlan implements DevicePlan {
  readonly #graph: PrimitiveGraph;
  readonly #model: EngineModel;
  #loading: Promise<EnginePlan> | undefined;
  #loaded: EnginePlan | undefined;

  constructor(graph: PrimitiveGraph, model: EngineModel) {
    this.#graph = graph;
    this.#model = model;
  }

  /** The graph with steps taken together as the kernels can do them. */
  static fused(graph: PrimitiveGraph, canFuse: CanFuse): PrimitiveGraph {
    return rewrite(graph, fusionRules(canFuse)).graph;
  }

  async run(values: readonly Tensor[]): Promise<Tensor[]> {
    const loaded = await this.#load();
    const outputs = await loaded.run(numbersOf(values));
    return loaded.plan.outputs.map(({ shape, dtype }, i) => ({ data: outputs[i], shape, dtype }) as Tensor);
  }

  async profile(values: readonly Tensor[]): Promise<readonly StepTime[]> {
    const loaded = await this.#load();
    const times = await loaded.profile(numbersOf(values));
    return loaded.steps.map((step, i) => ({ ...step, ms: times[i] ?? 0 }));
  }

  dispose(): void {
    void this.#loading?.then((plan) => plan.dispose()).catch(() => undefined);
    this.#loading = undefined;
    this.#loaded = undefined;
  }

  toString(): string {
    return this.#loaded === undefined ? this.#graph.toString() : this.#loaded.text;
  }

  async #load(): Promise<EnginePlan> {
    this.#loading ??= this.#model.load(this.#graph);
    this.#loaded = await this.#loading;
    return this.#loaded;
  }
}

function numbersOf(values: readonly Tensor[]): Numbers[] {
  // Strings never come this far: steps on them are the host's.
  return values.map(({ data }) => data as Numbers);
}
