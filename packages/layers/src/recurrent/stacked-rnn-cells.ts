import { toSnakeCase, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { layersField } from '../config/layer-field.js';
import { InvalidConfigError } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { RecurrentCell, type StepResult } from './cell.js';

const fields = { cells: layersField() };

export type StackedRNNCellsConfig = LayerConfig<typeof fields>;

type AnyCell = RecurrentCell<unknown, FieldMap>;

/** Several cells as one: each takes what the one before puts out. States: those of all cells, in order. */
export class StackedRNNCells extends RecurrentCell<readonly unknown[], typeof fields> {
  static readonly className = 'StackedRNNCells';
  static readonly fields = fields;
  readonly #cells: readonly AnyCell[];

  constructor(config: StackedRNNCellsConfig) {
    super(config);
    const counts = new Map<string, number>();
    this.#cells = this.config.cells.map((cell) => {
      if (!(cell instanceof RecurrentCell)) throw new InvalidConfigError(`StackedRNNCells '${this.name}': expected recurrent cells, got a ${cell.className}.`);
      const kind = toSnakeCase(cell.className);
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      return this.track(cell as AnyCell, `cells/${count === 0 ? kind : `${kind}_${count}`}`);
    });
  }

  /** Shapes of the inputs of each cell. */
  #steps(step: Shape): Shape[] {
    const steps: Shape[] = [];
    let next = step;
    for (const cell of this.#cells) {
      steps.push(next);
      next = cell.stateShapes(next)[cell.outputState] ?? next;
    }
    return steps;
  }

  protected override build([input]: readonly TensorSpec[]): void {
    const steps = this.#steps(input?.shape ?? []);
    this.#cells.forEach((cell, i) => cell.buildFor([{ shape: steps[i] ?? [], dtype: 'float32' }]));
  }

  override stateShapes(step: Shape): readonly Shape[] {
    const steps = this.#steps(step);
    return this.#cells.flatMap((cell, i) => cell.stateShapes(steps[i] ?? []));
  }

  override get outputState(): number {
    const before = this.#cells.slice(0, -1).reduce((sum, cell) => sum + cell.stateShapes([]).length, 0);
    return before + (this.#cells.at(-1)?.outputState ?? 0);
  }

  override draw(step: Shape, training: boolean): readonly unknown[] {
    const steps = this.#steps(step);
    return this.#cells.map((cell, i) => cell.draw(steps[i] ?? [], training));
  }

  override project(x: ValueLike, drawn: readonly unknown[]): ValueLike {
    return this.#cells[0]?.project(x, drawn[0]) ?? x;
  }

  override step(projected: ValueLike, states: readonly ValueLike[], drawn: readonly unknown[]): StepResult {
    const next: Value[] = [];
    let output = projected;
    this.#cells.forEach((cell, i) => {
      const count = cell.stateShapes([]).length;
      const result = cell.step(i === 0 ? projected : cell.project(output, drawn[i]), states.slice(next.length, next.length + count), drawn[i]);
      next.push(...result.states);
      output = result.output;
    });
    return { output: output as Value, states: next };
  }
}

/** Makes {@link StackedRNNCells}. */
export const stackedRNNCells = (config: StackedRNNCellsConfig): StackedRNNCells => new StackedRNNCells(config);
