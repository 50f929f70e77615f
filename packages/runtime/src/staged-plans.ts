import { HostProgram, inferenceRules, isConstant, lower, rewrite, splitStages, type PrimitiveGraph, type StagedGraph } from '@kedge/compiler';
import { KedgeError, type Shape, type Tensor } from '@kedge/graph-core';
import type { Device, DevicePlan } from './backend.js';
import { fitsAnySize, type Plans } from './bound-plans.js';
import type { LoweredModel } from './plans-for.js';

type Runner = { readonly kind: 'host'; readonly program: HostProgram } | { readonly kind: 'device'; readonly plan: DevicePlan };

/** A graph in stages, each made ready when it is first reached. */
class StagedPlan {
  readonly staged: StagedGraph;
  readonly #runners: (Runner | undefined)[] = [];
  readonly #constantOutputs: ReadonlyMap<number, Tensor>;
  readonly #prepare: (graph: PrimitiveGraph) => DevicePlan;

  constructor(staged: StagedGraph, prepare: (graph: PrimitiveGraph) => DevicePlan) {
    this.staged = staged;
    this.#prepare = prepare;
    this.#constantOutputs = new Map(staged.whole.outputs.flatMap(({ operand }, i) => (isConstant(operand) ? [[i, operand.value()] as const] : [])));
  }

  /** Makes every stage ready. */
  prepareAll(): void {
    this.staged.stages.forEach((_, i) => this.#runner(i));
  }

  dispose(): void {
    for (const runner of this.#runners) if (runner?.kind === 'device') runner.plan.dispose();
    this.#runners.length = 0;
  }

  /**
   * Runs the stages.
   *
   * @param accepts Told the shapes that host steps put out; false ends the run.
   * @returns The outputs, or `undefined` when the run was ended.
   */
  async run(inputs: readonly Tensor[], accepts: (shapes: ReadonlyMap<string, readonly Shape[]>) => boolean): Promise<Tensor[] | undefined> {
    const { whole, stages } = this.staged;
    const values = new Map<number, Tensor>(whole.inputs.map(({ value }, i) => [value, inputs[i] as Tensor]));
    const seen = new Map<string, readonly Shape[]>();
    for (const [i, stage] of stages.entries()) {
      const given = stage.inputs.map((value) => tensorIn(values, value));
      const runner = this.#runner(i);
      const results = runner.kind === 'device' ? await runner.plan.run(given) : runner.program.run(given, (step, shapes) => seen.set(step, shapes));
      if (runner.kind === 'host' && !accepts(seen)) return undefined;
      stage.outputs.forEach((value, at) => values.set(value, results[at] as Tensor));
    }
    return whole.outputs.map(({ operand }, i) => (isConstant(operand) ? (this.#constantOutputs.get(i) as Tensor) : tensorIn(values, operand)));
  }

  #runner(index: number): Runner {
    const known = this.#runners[index];
    if (known !== undefined) return known;
    const stage = this.staged.stages[index];
    if (stage === undefined) throw new KedgeError('INTERNAL', `There is no stage ${index}.`);
    const made: Runner = stage.runsOn === 'host' ? { kind: 'host', program: new HostProgram(stage.graph) } : { kind: 'device', plan: this.#prepare(stage.graph) };
    this.#runners[index] = made;
    return made;
  }
}

function tensorIn(values: ReadonlyMap<number, Tensor>, id: number): Tensor {
  const value = values.get(id);
  if (value === undefined) throw new KedgeError('INTERNAL', `A stage needed value ${id} before it was there.`);
  return value;
}

/**
 * The plans of a model of which the host computes a part.
 *
 * Where the sizes of the backend's part follow from what it is given, one plan does for all runs. Otherwise the model is lowered
 * for the shapes that come, those that the host has put out among them.
 */
export class StagedPlans implements Plans {
  readonly #model: LoweredModel;
  readonly #device: Device;
  readonly #fitsAnySize: boolean;
  #plan: StagedPlan;
  #key = '';
  /** What the plan was lowered for, beside the shapes of the inputs. */
  #hostShapes: ReadonlyMap<string, readonly Shape[]> = new Map();

  constructor(model: LoweredModel, device: Device) {
    this.#model = model;
    this.#device = device;
    this.#plan = this.#staged(model.lowered);
    this.#fitsAnySize = !device.needsSizes && this.#plan.staged.stages.every(({ runsOn, graph: part }) => runsOn === 'host' || fitsAnySize(part));
    if (!this.#fitsAnySize) return;
    this.#plan.prepareAll();
    model.pool.release();
  }

  get latest(): { toString(): string } {
    return this.#plan.staged;
  }

  async run(values: readonly Tensor[]): Promise<Tensor[]> {
    if (!this.#fitsAnySize) this.#bindInputs(values.map(({ shape }) => shape));
    for (;;) {
      let needed: ReadonlyMap<string, readonly Shape[]> = this.#hostShapes;
      const outputs = await this.#plan.run(values, (seen) => {
        needed = seen;
        return this.#fitsAnySize || this.#isBoundTo(seen);
      });
      if (outputs !== undefined) return outputs;
      // Each turn knows what one more stage puts out, so that this ends.
      this.#bind(values.map(({ shape }) => shape), new Map(needed));
    }
  }

  dispose(): void {
    this.#plan.dispose();
  }

  #isBoundTo(seen: ReadonlyMap<string, readonly Shape[]>): boolean {
    return [...seen].every(([step, shapes]) => JSON.stringify(this.#hostShapes.get(step)) === JSON.stringify(shapes));
  }

  #bindInputs(shapes: readonly Shape[]): void {
    if (JSON.stringify(shapes) !== this.#key) this.#bind(shapes, new Map());
  }

  #bind(inputShapes: readonly Shape[], hostShapes: ReadonlyMap<string, readonly Shape[]>): void {
    const { graph, pool } = this.#model;
    this.#plan.dispose();
    this.#plan = this.#staged(lower(graph, { inputShapes, hostShapes, pool }));
    this.#key = JSON.stringify(inputShapes);
    this.#hostShapes = hostShapes;
  }

  #staged(lowered: PrimitiveGraph): StagedPlan {
    return new StagedPlan(splitStages(rewrite(lowered, inferenceRules).graph), (graph) => this.#device.prepare(graph));
  }
}
