import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import type { StepResult } from './cell.js';
import { cellSeed, simpleCellFields } from './cell-fields.js';
import { DenseCell } from './dense-cell.js';
import { masked, type DrawnMasks } from './drawn-masks.js';

const fields = { ...simpleCellFields, ...cellSeed };

export type SimpleRNNCellConfig = LayerConfig<typeof fields>;

/**
 * One step of a fully connected recurrent layer: `activation(x · kernel + bias + state · recurrent_kernel)`.
 *
 * Input `[batch, features]`; output and state `[batch, units]`.
 */
export class SimpleRNNCell extends DenseCell<typeof fields> {
  static readonly className = 'SimpleRNNCell';
  static readonly fields = fields;
  protected override readonly gates = 1;
  protected override readonly stateCount = 1;

  constructor(config: SimpleRNNCellConfig) {
    super(config);
  }

  override step(projected: ValueLike, [state = 0]: readonly ValueLike[], drawn: DrawnMasks): StepResult {
    const output = this.config.activation.call(ops.add(projected, ops.matmul(masked(state, drawn.recurrent), this.recurrentKernel)));
    return { output, states: [output] };
  }
}

/** Makes a {@link SimpleRNNCell}. */
export const simpleRNNCell = (config: SimpleRNNCellConfig): SimpleRNNCell => new SimpleRNNCell(config);
