import type { LayerConfig } from '../engine/layer.js';
import { simpleCellFields, recurrentLayerFields } from './cell-fields.js';
import { SimpleRNNCell } from './simple-rnn-cell.js';
import { cellConfig } from './cell-config.js';
import { RecurrentLayer } from './recurrent-layer.js';

const cellFields = { ...simpleCellFields };
const fields = { ...cellFields, ...recurrentLayerFields };

export type SimpleRNNConfig = LayerConfig<typeof fields>;

/**
 * A fully connected recurrent layer.
 *
 * Input `[batch, time, features]`, or a list of it and the states to begin with. Output `[batch, units]`, with
 * `returnSequences` `[batch, time, units]`; with `returnState` a list of it and the last states. Weights: those of its
 * {@link SimpleRNNCell}.
 */
export class SimpleRNN extends RecurrentLayer<typeof fields> {
  static readonly className = 'SimpleRNN';
  static readonly fields = fields;
  readonly #cell: SimpleRNNCell;

  constructor(config: SimpleRNNConfig) {
    super(config);
    this.#cell = this.track(new SimpleRNNCell(cellConfig(this, cellFields, 'simple_rnn_cell')), 'cell');
  }

  override get cell(): SimpleRNNCell {
    return this.#cell;
  }
}

/** Makes a {@link SimpleRNN}. */
export const simpleRNN = (config: SimpleRNNConfig): SimpleRNN => new SimpleRNN(config);
