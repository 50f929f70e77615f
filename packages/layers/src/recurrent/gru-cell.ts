import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import type { StepResult } from './cell.js';
import { cellSeed, gatedCellFields, implementation, resetAfter } from './cell-fields.js';
import { DenseCell } from './dense-cell.js';
import { masked, type DrawnMasks } from './drawn-masks.js';

const fields = { ...gatedCellFields, resetAfter, ...implementation, ...cellSeed };

export type GRUCellConfig = LayerConfig<typeof fields>;

/**
 * One step of a gated recurrent unit (Cho et al., 2014). Gates lie in the order update, reset, candidate.
 *
 * `resetAfter` applies the reset gate to the product with the recurrent kernel, as cuDNN does, and has a bias for each
 * kernel, `[2, 3 * units]`; without it the gate is applied to the state, and the bias is `[3 * units]`.
 *
 * Input `[batch, features]`; output and state `[batch, units]`.
 */
export class GRUCell extends DenseCell<typeof fields> {
  static readonly className = 'GRUCell';
  static readonly fields = fields;
  protected override readonly gates = 3;
  protected override readonly stateCount = 1;

  constructor(config: GRUCellConfig) {
    super(config);
  }

  protected override get biasShape(): readonly number[] {
    const width = 3 * this.config.units;
    return this.config.resetAfter ? [2, width] : [width];
  }

  protected override get inputBias(): ValueLike | undefined {
    const { bias } = this;
    return bias === undefined || !this.config.resetAfter ? bias : this.#biasRow(0);
  }

  #biasRow(row: number): Value {
    return ops.squeeze(ops.slice(this.bias ?? 0, [row, 0], [1, -1]), 0);
  }

  override step(projected: ValueLike, [state = 0]: readonly ValueLike[], drawn: DrawnMasks): StepResult {
    const { activation, recurrentActivation, resetAfter } = this.config;
    const [inUpdate = 0, inReset = 0, inCandidate = 0] = ops.split(projected, 3, -1);
    const before = masked(state, drawn.recurrent);
    const { outUpdate, outReset, candidateOf } = resetAfter ? this.#resetAfter(before) : this.#resetBefore(before);
    const update = recurrentActivation.call(ops.add(inUpdate, outUpdate));
    const reset = recurrentActivation.call(ops.add(inReset, outReset));
    const candidate = activation.call(ops.add(inCandidate, candidateOf(reset)));
    const output = ops.add(ops.multiply(update, state), ops.multiply(ops.subtract(1, update), candidate));
    return { output, states: [output] };
  }

  #resetAfter(state: ValueLike): { outUpdate: ValueLike; outReset: ValueLike; candidateOf: (reset: ValueLike) => Value } {
    const product = ops.matmul(state, this.recurrentKernel);
    const [outUpdate = 0, outReset = 0, outCandidate = 0] = ops.split(this.bias === undefined ? product : ops.add(product, this.#biasRow(1)), 3, -1);
    return { outUpdate, outReset, candidateOf: (reset) => ops.multiply(reset, outCandidate) };
  }

  #resetBefore(state: ValueLike): { outUpdate: ValueLike; outReset: ValueLike; candidateOf: (reset: ValueLike) => Value } {
    const { units } = this.config;
    const gates = ops.slice(this.recurrentKernel, [0, 0], [-1, 2 * units]);
    const [outUpdate = 0, outReset = 0] = ops.split(ops.matmul(state, gates), 2, -1);
    const last = ops.slice(this.recurrentKernel, [0, 2 * units], [-1, -1]);
    return { outUpdate, outReset, candidateOf: (reset) => ops.matmul(ops.multiply(reset, state), last) };
  }
}

/** Makes a {@link GRUCell}. */
export const gruCell = (config: GRUCellConfig): GRUCell => new GRUCell(config);
