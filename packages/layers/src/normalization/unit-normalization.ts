import type { Value, ValueLike } from '@kedge/graph-core';
import { axisOrAxes } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { unitLength } from './unit-length.js';

const fields = { axis: axisOrAxes(-1) };

export type UnitNormalizationConfig = LayerConfig<typeof fields>;

/** Scales each vector along the axes to length 1; zeros stay zeros. Output: shape of the input. */
export class UnitNormalization extends Layer<typeof fields> {
  static readonly className = 'UnitNormalization';
  static readonly fields = fields;

  constructor(config: UnitNormalizationConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    return unitLength(x, this.config.axis, 1e-12);
  }
}

/** Makes a {@link UnitNormalization}. */
export const unitNormalization = (config: UnitNormalizationConfig = {}): UnitNormalization => new UnitNormalization(config);
