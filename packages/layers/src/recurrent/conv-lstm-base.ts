import { formatShape, isTyped, mapTree, ops, ShapeMismatchError, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import type { DataFormat } from '../config/basic-fields.js';
import type { CallOptions } from '../engine/layer.js';
import { rankOf } from '../layout/channels.js';
import { expectStridesOrDilation } from '../convolutional/conv-base.js';
import { cellConfig } from './cell-config.js';
import { recurrentLayerFields } from './cell-fields.js';
import { convLstmCellFields, ConvLSTMCell } from './conv-lstm-cell.js';
import { RecurrentLayer } from './recurrent-layer.js';

/** Keys of a convolutional LSTM over `rank` spatial dimensions. */
export const convLstmFields = (rank: number) => ({ ...convLstmCellFields(rank), ...recurrentLayerFields });

/**
 * A convolutional LSTM.
 *
 * Input `[batch, time, ...space, channels]`, or a list of it and the states to begin with. Output `[batch, ...new space,
 * filters]`, with `returnSequences` of all steps; with `returnState` a list of it and the last states. `channels_first` has the
 * channels before space.
 */
export abstract class ConvLSTMBase extends RecurrentLayer<ReturnType<typeof convLstmFields>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  readonly #cell: ConvLSTMCell;

  constructor(config: object, rank: number) {
    super(config);
    const CellClass = cellClass(rank);
    this.#cell = this.track(new CellClass(cellConfig(this, convLstmCellFields(rank), 'conv_lstm_cell')), 'cell');
  }

  override get cell(): ConvLSTMCell {
    return this.#cell;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectStridesOrDilation(this, this.config);
    const [input, ...states] = inputs;
    const shape = input?.shape ?? [];
    if (shape.length !== this.rank + 3) {
      throw new ShapeMismatchError(`${this.className} '${this.name}': expected an input of rank ${this.rank + 3} (batch and time included), got shape ${formatShape(shape)}.`);
    }
    const [batch = null, time = null, ...rest] = shape;
    const turned = this.config.dataFormat === 'channels_last' ? rest : [...rest.slice(1), rest[0] ?? null];
    super.build([{ shape: [batch, time, ...turned], dtype: input?.dtype ?? 'float32' }, ...states]);
  }

  protected override call(inputs: ValueLike | readonly ValueLike[], options: CallOptions): unknown {
    const { dataFormat } = this.config;
    const isValue = (value: unknown): value is Value => isTyped(value);
    const turnIn = (structure: unknown): unknown => mapTree(structure, isValue, (x) => turn(x, this.rank, dataFormat, 'last'));
    const outputs = super.call(turnIn(inputs) as ValueLike, { ...options, args: { ...options.args, initialState: turnIn(options.args.initialState) } });
    return mapTree(outputs, isValue, (y) => turn(y, this.rank, dataFormat, 'first'));
  }
}

/** The cell for a number of spatial dimensions: the keys of its windows have as many numbers. */
function cellClass(rank: number): typeof ConvLSTMCell {
  return class extends ConvLSTMCell {
    static override readonly fields = convLstmCellFields(rank);
  };
}

/** Moves the channels of `[..., channels, ...space]` behind space, or back. */
function turn(x: ValueLike, rank: number, dataFormat: DataFormat, to: 'last' | 'first'): ValueLike {
  if (dataFormat === 'channels_last') return x;
  const leading = rankOf(x) - rank - 1;
  const axes = Array.from({ length: leading }, (_, i) => i);
  const space = Array.from({ length: rank }, (_, i) => leading + i);
  return ops.transpose(x, to === 'last' ? [...axes, ...space.map((axis) => axis + 1), leading] : [...axes, leading + rank, ...space]);
}
