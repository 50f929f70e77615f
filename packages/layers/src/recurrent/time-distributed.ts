import { formatShape, isTyped, mapTree, ops, ShapeMismatchError, type Dim, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { layerField } from '../config/layer-field.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { rankOf, shapeOf } from '../layout/channels.js';

const fields = { layer: layerField() };

export type TimeDistributedConfig = LayerConfig<typeof fields>;

/**
 * A layer applied to each step of a sequence, with one set of weights.
 *
 * Input `[batch, time, ...]`, output `[batch, time, ...output of the layer]`. All steps of all examples make one batch for the
 * layer inside, so that a batch normalization there sees all of them at once. Weights: those of the layer.
 */
export class TimeDistributed extends Layer<typeof fields> {
  static readonly className = 'TimeDistributed';
  static readonly fields = fields;

  constructor(config: TimeDistributedConfig) {
    super(config);
    this.track(this.config.layer, 'layer');
    if (!this.trainable) this.trainable = false;
  }

  /** The layer inside. */
  get layer(): Layer {
    return this.config.layer;
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override build([input]: readonly TensorSpec[]): void {
    if (input === undefined) return;
    if (input.shape.length < 3) {
      throw new ShapeMismatchError(`TimeDistributed '${this.name}': expected an input of shape [batch, time, ...], got ${formatShape(input.shape)}.`);
    }
    this.layer.buildFor([{ shape: [null, ...input.shape.slice(2)], dtype: input.dtype }]);
  }

  protected override call(x: ValueLike, { mask }: CallOptions): unknown {
    const [batch = null, time = null, ...rest] = shapeOf(x);
    const merged = reshapeTo(x, [product(batch, time), ...rest]);
    // A mask over steps says nothing about what is inside a step.
    const inner = mask === null || rankOf(mask as ValueLike) < 3 ? null : reshapeTo(mask as ValueLike, [product(batch, time), ...shapeOf(mask as ValueLike).slice(2)]);
    const outputs = this.layer.apply(merged, { mask: inner });
    return mapTree(outputs, isTyped, (y) => reshapeTo(y as Value, [batch, time, ...y.shape.slice(1)]));
  }
}

const product = (a: Dim, b: Dim): Dim => (a === null || b === null ? null : a * b);

/** A reshape in which a single unknown size is worked out from the rest. */
function reshapeTo(x: ValueLike, shape: Shape): Value {
  const open = shape.filter((dim) => dim === null).length;
  return ops.reshape(x, open === 1 ? shape.map((dim) => dim ?? -1) : shape);
}

/** Makes a {@link TimeDistributed}. */
export const timeDistributed = (config: TimeDistributedConfig): TimeDistributed => new TimeDistributed(config);
