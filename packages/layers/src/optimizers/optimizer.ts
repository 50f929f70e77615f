import { isEagerValue, KedgeError, ops, sizeOf, tensor, toSnakeCase, type EagerBackend, type Value, type ValueLike } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError, type FieldMap, type ResolvedConfig } from '../config/field.js';
import { KerasObject, OpaqueObject } from '../config/keras-object.js';
import { Variable } from '../engine/variable.js';
import type { optimizerFields } from './fields.js';
import { clipGradients } from './gradients.js';

type BaseConfig = ResolvedConfig<ReturnType<typeof optimizerFields>>;

/** What one step of one weight starts from. */
export interface StepInput {
  readonly gradient: Value;
  readonly weight: ValueLike;
  /** What the optimizer remembers of this weight, in the order of its slots. */
  readonly slots: readonly ValueLike[];
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/** What one step of one weight ends with. */
export interface StepOutput {
  readonly weight: Value;
  /** One for each slot. */
  readonly slots: readonly Value[];
}

/** What an optimizer remembers of each weight. */
export interface Slot {
  /** As Keras names it, e.g. `momentum`. */
  readonly name: string;
  /** What it is filled with. */
  readonly initial: number;
  /** Keras keeps slots of one group weight by weight, and one group after another. */
  readonly group: number;
}

/** What an optimizer remembers of one weight, under the name of the slot. */
export interface NamedSlot {
  readonly slot: string;
  readonly weight: Variable;
  readonly variable: Variable;
}

/** Describes a slot; by default it is filled with zeros and in the first group. */
export const slot = (name: string, { initial = 0, group = 0 }: { readonly initial?: number; readonly group?: number } = {}): Slot => ({ name, initial, group });

/**
 * Moves weights along their gradients. One optimizer belongs to the weights of one model.
 *
 * A kind of optimizer is its slots and one pure step; clipping, weight decay and constraints are the same for all.
 */
export abstract class Optimizer<F extends FieldMap = FieldMap> extends KerasObject<F> {
  /** Size of the next steps; may be set between them. */
  learningRate: number;
  /** How many steps were made. */
  iterations = 0;
  #slots = new Map<Variable, readonly Variable[]>();

  constructor(config: object = {}) {
    super(config);
    const { learningRate, clipnorm, globalClipnorm, clipvalue } = this.#own;
    const limits = Object.entries({ clipnorm, globalClipnorm, clipvalue }).filter(([, limit]) => limit !== null);
    if (limits.length > 1) {
      throw new InvalidConfigError(`${this.className}: expected one of 'clipnorm', 'globalClipnorm' and 'clipvalue' at most, got ${limits.map(([key]) => `'${key}'`).join(' and ')}.`);
    }
    this.learningRate = learningRate;
  }

  get #own(): BaseConfig {
    return this.config as unknown as BaseConfig;
  }

  /** Name in files. */
  get name(): string {
    return this.#own.name ?? toSnakeCase(this.className);
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    return { ...super.getConfig(dialect), name: this.name, learning_rate: this.learningRate };
  }

  /** What is remembered of each weight. */
  protected abstract get slots(): readonly Slot[];

  /** One step of one weight, in ops. */
  protected abstract step(input: StepInput): StepOutput;

  /** The weights that this optimizer moves; empty before {@link Optimizer.build}. */
  get weights(): readonly Variable[] {
    return [...this.#slots.keys()];
  }

  /** What is remembered of all weights, in the order in which Keras saves it, and under which name. */
  get namedSlots(): readonly NamedSlot[] {
    const { slots } = this;
    const groups = [...new Set(slots.map(({ group }) => group))].toSorted((a, b) => a - b);
    return groups.flatMap((wanted) =>
      [...this.#slots].flatMap(([weight, variables]) => variables.flatMap((variable, i) => (slots[i]?.group === wanted ? [{ slot: slots[i].name, weight, variable }] : []))),
    );
  }

  /** {@link Optimizer.namedSlots}, the variables alone. */
  get slotVariables(): readonly Variable[] {
    return this.namedSlots.map(({ variable }) => variable);
  }

  /** Numbers that Keras 3 saves behind the slots; they follow from the count of steps. */
  get savedScalars(): readonly number[] {
    return [];
  }

  /**
   * Makes the slots of these weights; does nothing when they exist.
   *
   * @throws {KedgeError} `OPTIMIZER_IN_USE` when the optimizer has moved others before.
   */
  build(weights: readonly Variable[]): void {
    const unknown = weights.filter((weight) => !this.#slots.has(weight));
    if (unknown.length === 0) return;
    if (this.#slots.size > 0) {
      throw new KedgeError(
        'OPTIMIZER_IN_USE',
        `This ${this.className} belongs to other weights already and does not know ${unknown.map(({ path }) => `'${path}'`).join(', ')}. Make a new optimizer for each model, and when what trains has changed.`,
      );
    }
    this.#slots = new Map(weights.map((weight) => [weight, this.slots.map((slot) => slotVariable(weight, slot))]));
  }

  /**
   * Makes one step: weight decay, the step itself, constraints.
   *
   * @param gradients One for each weight, or `undefined` for a weight to be left alone.
   * @param weights The weights that the optimizer was built for, or some of them.
   * @throws {KedgeError} `NO_GRADIENTS` when there is none at all.
   */
  apply(gradients: readonly (Value | undefined)[], weights: readonly Variable[], backend: EagerBackend): void {
    this.build(weights);
    const pairs = weights.flatMap((weight, i) => {
      const gradient = gradients[i];
      return gradient === undefined ? [] : [{ weight, gradient }];
    });
    if (pairs.length === 0) throw new KedgeError('NO_GRADIENTS', `The loss depends on none of the ${weights.length} weights that train.`);
    const clipped = clipGradients(pairs.map(({ gradient }) => gradient), this.#own);
    pairs.forEach(({ weight, gradient }, i) => this.#move(weight, clipped[i] ?? gradient, backend));
    this.iterations += 1;
  }

  #move(variable: Variable, gradient: Value, backend: EagerBackend): void {
    const slots = this.#slots.get(variable) ?? [];
    const { weightDecay } = this.#own;
    const { learningRate } = this;
    const before = variable.eagerValue(backend);
    const remembered = slots.map((slot) => slot.eagerValue(backend));
    const after = backend.tidy(() => {
      const weight = weightDecay === null ? before : ops.subtract(before, ops.multiply(before, weightDecay * learningRate));
      const result = this.step({ gradient, weight, slots: remembered, learningRate, step: this.iterations + 1 });
      return { ...result, weight: constrained(variable, result.weight) };
    });
    assign(variable, after.weight);
    slots.forEach((slot, i) => assign(slot, after.slots[i]));
  }

  /** Forgets the weights and what was remembered of them, and frees what a backend holds of it. */
  dispose(): void {
    for (const variable of this.slotVariables) variable.dispose();
    this.#slots = new Map();
    this.iterations = 0;
  }
}

function slotVariable(weight: Variable, { name, initial }: Slot): Variable {
  return new Variable({
    name: `${weight.path.replace(/\//g, '_')}_${name}`,
    shape: weight.shape,
    trainable: false,
    initialize: (shape) => tensor(new Float32Array(sizeOf(shape)).fill(initial), shape),
  });
}

function assign(variable: Variable, value: Value | undefined): void {
  if (!isEagerValue(value)) throw new KedgeError('INTERNAL', `No new value was computed for '${variable.path}'.`);
  variable.assignEager(value);
}

function constrained({ constraint, path }: Variable, weight: Value): Value {
  if (constraint === null) return weight;
  return constraint instanceof OpaqueObject ? constraint.refuse(`train '${path}'`) : constraint.call(weight);
}
