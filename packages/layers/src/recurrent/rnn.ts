import { InvalidConfigError, type FieldMap } from '../config/field.js';
import { layerField } from '../config/layer-field.js';
import type { LayerConfig } from '../engine/layer.js';
import { RecurrentCell } from './cell.js';
import { recurrentFields } from './cell-fields.js';
import { RecurrentLayer } from './recurrent-layer.js';

const fields = { cell: layerField(), ...recurrentFields };

export type RNNConfig = LayerConfig<typeof fields>;

/**
 * A cell of any kind, run over a sequence.
 *
 * Input `[batch, time, ...]`, or a list of it and the states to begin with. Output of the last step, with `returnSequences` of
 * all steps; with `returnState` a list of it and the last states. Weights: those of the cell.
 */
export class RNN extends RecurrentLayer<typeof fields> {
  static readonly className = 'RNN';
  static readonly fields = fields;
  readonly #cell: RecurrentCell<unknown, FieldMap>;

  constructor(config: RNNConfig) {
    super(config);
    const { cell } = this.config;
    if (!(cell instanceof RecurrentCell)) throw new InvalidConfigError(`RNN '${this.name}': expected a recurrent cell, got a ${cell.className}.`);
    this.#cell = this.track(cell as RecurrentCell<unknown, FieldMap>, 'cell');
  }

  override get cell(): RecurrentCell<unknown, FieldMap> {
    return this.#cell;
  }
}

/** Makes an {@link RNN}. */
export const rnn = (config: RNNConfig): RNN => new RNN(config);
