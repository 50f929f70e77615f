import { areCompatible, formatShape, KedgeError, type PrimitiveName, type TensorSpec } from '@kedge/graph-core';
import { attrsText } from '../graph/attrs-text.js';
import type { ConstantPool } from '../graph/constant-pool.js';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { inferOutputs, isConstant, operandsOf, RESULT, type Operand, type Step, type ValueId } from '../graph/step.js';
import type { Evaluator } from '../host/evaluator.js';
import { stepCost } from './cost.js';
import type { Builder, GraphView, NewStep } from './rule.js';
import { withOperands } from './with-operands.js';

/** A step is known by its first output, which stays the same when its operands are replaced. */
const keyOf = (step: Step): ValueId => step.outputs[0] ?? -1;

/** A graph while it is rewritten: who makes what, who reads what, and what it all costs. */
export class Workspace implements GraphView, Builder {
  readonly pool: ConstantPool;
  readonly evaluator: Evaluator;
  readonly specs: TensorSpec[];
  readonly outputs: Operand[];
  readonly #steps = new Map<ValueId, Step>();
  readonly #makers = new Map<ValueId, ValueId>();
  readonly #readers = new Map<ValueId, Set<ValueId>>();
  readonly #uses = new Map<ValueId, number>();
  readonly #texts = new Map<string, ValueId>();
  #emitted: ValueId[] = [];
  #cost = 0;

  constructor(graph: PrimitiveGraph, evaluator: Evaluator) {
    this.pool = graph.pool;
    this.evaluator = evaluator;
    this.specs = [...graph.specs];
    this.outputs = graph.outputs.map(({ operand }) => operand);
    for (const operand of this.outputs) this.#use(operand, 1);
    for (const step of graph.steps) this.#add(step);
  }

  /** What all steps cost together. */
  get cost(): number {
    return this.#cost;
  }

  step(key: ValueId): Step | undefined {
    return this.#steps.get(key);
  }

  specOf(operand: Operand): TensorSpec {
    const spec = isConstant(operand) ? operand : this.specs[operand];
    if (spec === undefined) throw new KedgeError('INTERNAL', `A rule asked for value ${String(operand)}, which does not exist.`);
    return { shape: spec.shape, dtype: spec.dtype };
  }

  producerOf(operand: Operand | undefined): Step | undefined {
    if (operand === undefined || isConstant(operand)) return undefined;
    const maker = this.#makers.get(operand);
    return maker === undefined ? undefined : this.#steps.get(maker);
  }

  soleProducerOf(operand: Operand | undefined): Step | undefined {
    const step = this.producerOf(operand);
    return step?.outputs.length === 1 && this.#uses.get(keyOf(step)) === 1 && !this.outputs.includes(keyOf(step)) ? step : undefined;
  }

  solePlainProducerOf(operand: Operand | undefined): Step | undefined {
    const step = this.soleProducerOf(operand);
    return step?.epilogue.length === 0 ? step : undefined;
  }

  earlierTwinOf(step: Step): Step | undefined {
    const twin = this.#steps.get(this.#texts.get(stepText(step)) ?? -1);
    return twin === undefined || keyOf(twin) === keyOf(step) ? undefined : twin;
  }

  /** Begins a walk over the steps in order; twins are looked for among the steps that were passed since. */
  beginPass(): void {
    this.#texts.clear();
  }

  /** Says that the walk has passed a step. */
  passed(key: ValueId): void {
    const step = this.#steps.get(key);
    if (step !== undefined && step.primitive !== 'scan') this.#texts.set(stepText(step), key);
  }

  emit<K extends PrimitiveName>(primitive: K, step: NewStep<K>): ValueId {
    const specs = inferOutputs(primitive, step.inputs.map((input) => this.specOf(input)), step.attrs);
    const outputs = specs.map((spec) => this.specs.push(spec) - 1);
    this.#add({ epilogue: [], ...step, primitive, outputs } as unknown as Step);
    this.#emitted.push(outputs[0] ?? -1);
    return outputs[0] ?? -1;
  }

  /**
   * Lets operands take the place of a step's outputs; what nothing reads any more is taken away.
   *
   * @param make Gives the operands; what it emits comes where the step was.
   * @param rule For errors.
   * @returns Keys of the steps that were added and are in use.
   */
  replace(step: Step, make: () => readonly Operand[], rule: string): ValueId[] {
    this.#emitted = [];
    const operands = make();
    step.outputs.forEach((value, i) => this.#substitute(value, this.#checked(value, operands[i], rule)));
    this.#removeUnused([keyOf(step), ...this.#emitted]);
    return this.#emitted.filter((key) => this.#steps.has(key));
  }

  #checked(value: ValueId, operand: Operand | undefined, rule: string): Operand {
    const [was, is] = [this.specOf(value), operand === undefined ? undefined : this.specOf(operand)];
    if (operand !== undefined && is !== undefined && is.dtype === was.dtype && areCompatible(is.shape, was.shape)) return operand;
    const given = is === undefined ? 'nothing' : `${is.dtype} ${formatShape(is.shape)}`;
    throw new KedgeError('RULE_CHANGED_TYPE', `Rule '${rule}' puts ${given} in the place of ${was.dtype} ${formatShape(was.shape)}. A rule must keep shape and dtype.`);
  }

  #add(step: Step): void {
    const key = keyOf(step);
    this.#steps.set(key, step);
    this.#cost += stepCost(step);
    for (const value of step.outputs) this.#makers.set(value, key);
    this.#connect(step);
  }

  #connect(step: Step): void {
    for (const operand of operandsOf(step)) {
      if (isConstant(operand)) continue;
      this.#use(operand, 1);
      const readers = this.#readers.get(operand) ?? new Set();
      this.#readers.set(operand, readers.add(keyOf(step)));
    }
  }

  #disconnect(step: Step): void {
    for (const operand of operandsOf(step)) {
      if (isConstant(operand)) continue;
      this.#use(operand, -1);
      this.#readers.get(operand)?.delete(keyOf(step));
    }
  }

  #use(operand: Operand, change: number): void {
    if (!isConstant(operand)) this.#uses.set(operand, (this.#uses.get(operand) ?? 0) + change);
  }

  #substitute(value: ValueId, operand: Operand): void {
    const put = (given: Operand): Operand => (given === value ? operand : given);
    for (const key of this.#readers.get(value) ?? []) {
      const step = this.#steps.get(key);
      if (step === undefined) continue;
      this.#disconnect(step);
      const changed = withOperands(step, put);
      this.#steps.set(key, changed);
      this.#connect(changed);
    }
    this.outputs.forEach((output, i) => {
      if (output !== value) return;
      this.#use(value, -1);
      this.#use(operand, 1);
      this.outputs[i] = operand;
    });
  }

  #removeUnused(candidates: readonly ValueId[]): void {
    const pending = [...candidates];
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      const step = this.#steps.get(key);
      if (step === undefined || step.outputs.some((value) => (this.#uses.get(value) ?? 0) > 0)) continue;
      this.#steps.delete(key);
      this.#cost -= stepCost(step);
      this.#disconnect(step);
      for (const operand of operandsOf(step)) {
        const maker = isConstant(operand) ? undefined : this.#makers.get(operand);
        if (maker !== undefined) pending.push(maker);
      }
    }
  }
}

/** Two steps compute the same when this is the same. Random steps, too: their numbers follow from the seed that they read. */
function stepText(step: Step): string {
  const operandText = (operand: Operand | typeof RESULT): string => (operand === RESULT ? '_' : isConstant(operand) ? `c${operand.id}` : `%${operand}`);
  const calls = [step, ...step.epilogue].map(({ primitive, attrs, inputs }) => `${primitive}(${inputs.map(operandText).join()})${attrsText(attrs, () => '')}`);
  return calls.join('|');
}
