import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { alpha: number(1) };

export type ELUConfig = LayerConfig<typeof fields>;

/** `x` where positive, else `alpha * (e^x - 1)`. Output: shape of the input. */
export class ELU extends Layer<typeof fields> {
  static readonly className = 'ELU';
  static readonly fields = fields;

  constructor(config: ELUConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    return ops.elu(x, this.config.alpha);
  }
}

/** Makes an {@link ELU}. */
export const elu = (config: ELUConfig = {}): ELU => new ELU(config);
