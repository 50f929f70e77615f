import type { LayerConfig } from '../engine/layer.js';
import { ConvLSTMBase, convLstmFields } from './conv-lstm-base.js';

const fields = convLstmFields(3);

export type ConvLSTM3DConfig = LayerConfig<typeof fields>;

/**
 * A convolutional LSTM over sequences of volumes.
 *
 * Input `[batch, time, depth, rows, columns, channels]`, or a list of it and the states to begin with. Output
 * `[batch, new depth, new rows, new columns, filters]`, with `returnSequences` of all steps; `channels_first` has the channels
 * before space.
 */
export class ConvLSTM3D extends ConvLSTMBase {
  static readonly className = 'ConvLSTM3D';
  static readonly fields = fields;
  protected override readonly rank = 3;

  constructor(config: ConvLSTM3DConfig) {
    super(config, 3);
  }
}

/** Makes a {@link ConvLSTM3D}. */
export const convLstm3d = (config: ConvLSTM3DConfig): ConvLSTM3D => new ConvLSTM3D(config);
