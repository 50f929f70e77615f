import type { LayerConfig } from '../engine/layer.js';
import { ConvLSTMBase, convLstmFields } from './conv-lstm-base.js';

const fields = convLstmFields(2);

export type ConvLSTM2DConfig = LayerConfig<typeof fields>;

/**
 * A convolutional LSTM over sequences of pictures.
 *
 * Input `[batch, time, rows, columns, channels]`, or a list of it and the states to begin with. Output
 * `[batch, new rows, new columns, filters]`, with `returnSequences` of all steps; `channels_first` has the channels
 * before space.
 */
export class ConvLSTM2D extends ConvLSTMBase {
  static readonly className = 'ConvLSTM2D';
  static readonly fields = fields;
  protected override readonly rank = 2;

  constructor(config: ConvLSTM2DConfig) {
    super(config, 2);
  }
}

/** Makes a {@link ConvLSTM2D}. */
export const convLstm2d = (config: ConvLSTM2DConfig): ConvLSTM2D => new ConvLSTM2D(config);
