import { boolean } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { cellSeed, gatedCellFields, implementation, recurrentLayerFields } from './cell-fields.js';
import { LSTMCell } from './lstm-cell.js';
import { cellConfig } from './cell-config.js';
import { RecurrentLayer } from './recurrent-layer.js';

const cellFields = { ...gatedCellFields, unitForgetBias: boolean(true), ...implementation, ...cellSeed };
const fields = { ...cellFields, ...recurrentLayerFields };

export type LSTMConfig = LayerConfig<typeof fields>;

/**
 * A long short-term memory (Hochreiter and Schmidhuber, 1997).
 *
 * Input `[batch, time, features]`, or a list of it and the states to begin with. Output `[batch, units]`, with
 * `returnSequences` `[batch, time, units]`; with `returnState` a list of it and the last states. Weights: those of its
 * {@link LSTMCell}.
 */
export class LSTM extends RecurrentLayer<typeof fields> {
  static readonly className = 'LSTM';
  static readonly fields = fields;
  readonly #cell: LSTMCell;

  constructor(config: LSTMConfig) {
    super(config);
    this.#cell = this.track(new LSTMCell(cellConfig(this, cellFields, 'lstm_cell')), 'cell');
  }

  override get cell(): LSTMCell {
    return this.#cell;
  }
}

/** Makes an {@link LSTM}. */
export const lstm = (config: LSTMConfig): LSTM => new LSTM(config);
