import type { LayerConfig } from '../engine/layer.js';
import { cellSeed, gatedCellFields, implementation, recurrentLayerFields, resetAfter } from './cell-fields.js';
import { GRUCell } from './gru-cell.js';
import { cellConfig } from './cell-config.js';
import { RecurrentLayer } from './recurrent-layer.js';

const cellFields = { ...gatedCellFields, resetAfter, ...implementation, ...cellSeed };
const fields = { ...cellFields, ...recurrentLayerFields };

export type GRUConfig = LayerConfig<typeof fields>;

/**
 * A layer of gated recurrent units (Cho et al., 2014).
 *
 * Input `[batch, time, features]`, or a list of it and the states to begin with. Output `[batch, units]`, with
 * `returnSequences` `[batch, time, units]`; with `returnState` a list of it and the last states. Weights: those of its
 * {@link GRUCell}.
 */
export class GRU extends RecurrentLayer<typeof fields> {
  static readonly className = 'GRU';
  static readonly fields = fields;
  readonly #cell: GRUCell;

  constructor(config: GRUConfig) {
    super(config);
    this.#cell = this.track(new GRUCell(cellConfig(this, cellFields, 'gru_cell')), 'cell');
  }

  override get cell(): GRUCell {
    return this.#cell;
  }
}

/** Makes a {@link GRU}. */
export const gru = (config: GRUConfig): GRU => new GRU(config);
