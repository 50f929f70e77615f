import { elementCount, formatShape, ops, ShapeMismatchError, type Shape, type Value, type ValueLike } from '@kedge/graph-core';
import { integers } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';

const fields = { targetShape: integers() };

export type ReshapeConfig = LayerConfig<typeof fields>;

/**
 * The same elements in another shape.
 *
 * Input `[batch, ...]`, output `[batch, ...targetShape]`, where one size may be -1: it is worked out from the others.
 */
export class Reshape extends Layer<typeof fields> {
  static readonly className = 'Reshape';
  static readonly fields = fields;

  constructor(config: ReshapeConfig) {
    super(config);
  }

  protected override call(x: ValueLike): Value {
    const [batch = null, ...rest] = shapeOf(x);
    const target = this.#resolve(rest);
    return ops.reshape(x, target.includes(-1) ? [batch, ...target] : [-1, ...target]);
  }

  /** The target with its -1 worked out, where the input's sizes are known. */
  #resolve(rest: Shape): readonly number[] {
    const { targetShape } = this.config;
    const count = elementCount(rest);
    if (count === null) return targetShape;
    const known = targetShape.reduce((product, size) => (size === -1 ? product : product * size), 1);
    const open = targetShape.filter((size) => size === -1).length;
    const fits = open === 0 ? known === count : open === 1 && known !== 0 && count % known === 0;
    if (!fits) {
      throw new ShapeMismatchError(
        `Reshape '${this.name}': expected a target of ${count} elements for examples of shape ${formatShape(rest)}, got ${formatShape(targetShape)}. Leave out the batch, and use -1 at most once.`,
      );
    }
    return targetShape.map((size) => (size === -1 ? count / known : size));
  }
}

/** Makes a {@link Reshape}. */
export const reshape = (config: ReshapeConfig): Reshape => new Reshape(config);
