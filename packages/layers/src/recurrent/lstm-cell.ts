import { ops, type ValueLike } from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import type { OpaqueObject } from '../config/keras-object.js';
import type { LayerConfig } from '../engine/layer.js';
import type { Initializer } from '../initializers/index.js';
import type { StepResult } from './cell.js';
import { cellSeed, gatedCellFields, implementation } from './cell-fields.js';
import { DenseCell } from './dense-cell.js';
import { masked, type DrawnMasks } from './drawn-masks.js';
import { ForgetGateBias } from './forget-gate-bias.js';
import { lstmStep } from './lstm-step.js';

const fields = { ...gatedCellFields, unitForgetBias: boolean(true), ...implementation, ...cellSeed };

export type LSTMCellConfig = LayerConfig<typeof fields>;

/**
 * One step of a long short-term memory (Hochreiter and Schmidhuber, 1997). Gates lie in the order input, forget, cell, output.
 *
 * Input `[batch, features]`; output `[batch, units]`; states: the output and the memory, each `[batch, units]`.
 */
export class LSTMCell extends DenseCell<typeof fields> {
  static readonly className = 'LSTMCell';
  static readonly fields = fields;
  protected override readonly gates = 4;
  protected override readonly stateCount = 2;

  constructor(config: LSTMCellConfig) {
    super(config);
  }

  protected override get biasInitializer(): Initializer | OpaqueObject {
    const { unitForgetBias, biasInitializer } = this.config;
    return unitForgetBias ? new ForgetGateBias(biasInitializer) : biasInitializer;
  }

  override step(projected: ValueLike, [hidden = 0, memory = 0]: readonly ValueLike[], drawn: DrawnMasks): StepResult {
    const sum = ops.add(projected, ops.matmul(masked(hidden, drawn.recurrent), this.recurrentKernel));
    return lstmStep(sum, memory, this.config);
  }
}

/** Makes an {@link LSTMCell}. */
export const lstmCell = (config: LSTMCellConfig): LSTMCell => new LSTMCell(config);
