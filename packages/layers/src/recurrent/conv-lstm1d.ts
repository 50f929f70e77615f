import type { LayerConfig } from '../engine/layer.js';
import { ConvLSTMBase, convLstmFields } from './conv-lstm-base.js';

const fields = convLstmFields(1);

export type ConvLSTM1DConfig = LayerConfig<typeof fields>;

/**
 * A convolutional LSTM over sequences of sequences.
 *
 * Input `[batch, time, steps, channels]`, or a list of it and the states to begin with. Output
 * `[batch, new steps, filters]`, with `returnSequences` of all steps; `channels_first` has the channels
 * before space.
 */
export class ConvLSTM1D extends ConvLSTMBase {
  static readonly className = 'ConvLSTM1D';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: ConvLSTM1DConfig) {
    super(config, 1);
  }
}

/** Makes a {@link ConvLSTM1D}. */
export const convLstm1d = (config: ConvLSTM1DConfig): ConvLSTM1D => new ConvLSTM1D(config);
