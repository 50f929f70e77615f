import { flattenTree, isTyped, ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError, unexpectedValue, type Field } from '../config/field.js';
import { cloneLayer, layerField } from '../config/layer-field.js';
import { nullable } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { serializeLayer } from '../serialization/write-model.js';
import type { recurrentFields } from './cell-fields.js';
import { RecurrentLayer } from './recurrent-layer.js';

type AnyRecurrent = RecurrentLayer<typeof recurrentFields>;
type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

const mergeMode: Field<MergeMode | null, MergeMode | null, false> = {
  required: false,
  defaultValue: () => 'concat',
  parse: (value, place) => {
    if (value !== null && !['concat', 'sum', 'mul', 'ave'].includes(value)) throw unexpectedValue(place, "'concat', 'sum', 'mul', 'ave' or null", value);
    return value;
  },
  serialize: (value) => value,
};

const fields = { layer: layerField(), mergeMode, backwardLayer: nullable(layerField()) };

export type BidirectionalConfig = LayerConfig<typeof fields>;

const MERGES: Readonly<Record<MergeMode, (a: Value, b: Value) => Value>> = {
  concat: (a, b) => ops.concatenate([a, b], -1),
  sum: ops.add,
  mul: ops.multiply,
  ave: (a, b) => ops.divide(ops.add(a, b), 2),
};

/**
 * A recurrent layer forwards and another one backwards over the same sequence.
 *
 * Input `[batch, time, features]`, or a list of it and the states to begin with, those of the forward layer first. Output: both
 * outputs merged, or with `mergeMode: null` a list of them; with `returnState` followed by the states of both. Weights: those of
 * the forward layer, then those of the backward layer.
 */
export class Bidirectional extends Layer<typeof fields> {
  static readonly className = 'Bidirectional';
  static readonly fields = fields;
  readonly #forward: AnyRecurrent;
  readonly #backward: AnyRecurrent;

  constructor(config: BidirectionalConfig) {
    super(config);
    const { layer, backwardLayer } = this.config;
    const given = this.#recurrent(layer);
    const { returnSequences, goBackwards } = given.config;
    const plain = plainName(layer.name);
    // Both directions are zero where the mask says so, since they meet from opposite ends.
    const common = { zeroOutputForMask: returnSequences };
    this.#forward = this.track(cloneLayer(given, { ...common, name: `forward_${plain}` }), 'forward_layer');
    this.#backward = this.track(
      backwardLayer === null
        ? cloneLayer(given, { ...common, name: `backward_${plain}`, goBackwards: !goBackwards })
        : cloneLayer(this.#recurrent(backwardLayer), common),
      'backward_layer',
    );
    this.#expectOpposites();
    if (!this.trainable) this.trainable = false;
  }

  #recurrent(layer: Layer): AnyRecurrent {
    if (!(layer instanceof RecurrentLayer)) throw new InvalidConfigError(`Bidirectional '${this.name}': expected a recurrent layer, got a ${layer.className}.`);
    return layer as AnyRecurrent;
  }

  #expectOpposites(): void {
    const [a, b] = [this.#forward.config, this.#backward.config];
    const fits = a.goBackwards !== b.goBackwards && a.returnSequences === b.returnSequences && a.returnState === b.returnState && a.stateful === b.stateful;
    if (!fits) {
      throw new InvalidConfigError(`Bidirectional '${this.name}': expected two layers that go in opposite directions and agree in returnSequences, returnState and stateful.`);
    }
  }

  /** The layer that goes forwards: a copy of the given one. */
  get forwardLayer(): AnyRecurrent {
    return this.#forward;
  }

  /** The layer that goes backwards. */
  get backwardLayer(): AnyRecurrent {
    return this.#backward;
  }

  /** Sets the states of both layers back to zero. */
  resetStates(): void {
    this.#forward.resetStates();
    this.#backward.resetStates();
  }

  override get argumentNames(): readonly string[] {
    return ['initialState', 'mask', 'training'];
  }

  /** Keras 3 writes both layers as they are, Keras 2 the one that they were made from. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { layer: _given, backward_layer: _other, ...config } = super.getConfig(dialect);
    if (dialect === 'keras3') return { ...config, layer: serializeLayer(this.#forward, dialect), backward_layer: serializeLayer(this.#backward, dialect) };
    const original = cloneLayer(this.#forward, { name: plainName(this.#forward.name), zeroOutputForMask: false });
    const turned = serializeLayer(cloneLayer(original, { goBackwards: !original.config.goBackwards }), dialect);
    const backward = serializeLayer(cloneLayer(this.#backward, { name: original.name, zeroOutputForMask: false }), dialect);
    const isDerived = JSON.stringify(turned) === JSON.stringify(backward);
    const named = { zeroOutputForMask: false, name: plainName(this.#backward.name) };
    return { ...config, layer: serializeLayer(original, dialect), ...(isDerived ? {} : { backward_layer: serializeLayer(cloneLayer(this.#backward, named), dialect) }) };
  }

  protected override build([input]: readonly TensorSpec[]): void {
    if (input === undefined) return;
    this.#forward.buildFor([input]);
    this.#backward.buildFor([input]);
  }

  protected override call(inputs: ValueLike | readonly ValueLike[], { mask, args }: CallOptions): unknown {
    const [x = 0, ...extra] = (Array.isArray(inputs) ? inputs : [inputs]) as readonly ValueLike[];
    const states = extra.length > 0 ? extra : flattenTree(args.initialState, isTyped);
    const half = states.length / 2;
    const sequenceMask = Array.isArray(mask) ? (mask[0] as unknown) : mask;
    const run = (layer: AnyRecurrent, initialState: readonly ValueLike[]): Value[] =>
      [layer.apply(x, { mask: sequenceMask, ...(initialState.length > 0 ? { initialState } : {}) }) as unknown].flat() as Value[];
    const [ahead = 0, ...aheadStates] = run(this.#forward, states.slice(0, half));
    const [back = 0, ...backStates] = run(this.#backward, states.slice(half));
    const outputs = this.#merge(ahead as Value, back as Value);
    const all = [...outputs, ...aheadStates, ...backStates];
    return all.length === 1 ? all[0] : all;
  }

  #merge(ahead: Value, back: Value): Value[] {
    const { returnSequences, timeMajor } = this.#forward.config;
    const turned = returnSequences ? ops.flip(back, timeMajor ? 0 : 1) : back;
    const { mergeMode } = this.config;
    return mergeMode === null ? [ahead, turned] : [MERGES[mergeMode](ahead, turned)];
  }

  protected override computeMask(_inputs: unknown, mask: unknown): unknown {
    const sequenceMask = Array.isArray(mask) ? (mask[0] as unknown) : mask;
    return this.#forward.config.returnSequences ? [sequenceMask, ...(this.config.mergeMode === null ? [sequenceMask] : [])] : null;
  }
}

/** The name of a layer without the direction that it was given. */
function plainName(name: string): string {
  return name.replace(/^(forward|backward)_/, '');
}

/** Makes a {@link Bidirectional}. */
export const bidirectional = (config: BidirectionalConfig): Bidirectional => new Bidirectional(config);
