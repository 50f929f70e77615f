import { ops, windowOutputDim, type Shape, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, count, dataFormat, sizes, sizesOr } from '../config/basic-fields.js';
import { paddingMode } from '../config/window-fields.js';
import { built } from '../engine/dims.js';
import type { Variable } from '../engine/variable.js';
import { channelsIn, rankOf, shapeOf } from '../layout/channels.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import { RecurrentCell, type StepResult } from './cell.js';
import { cellSeed, cellWeightFields } from './cell-fields.js';
import { drawMasks, masked, type DrawnMasks } from './drawn-masks.js';
import { ForgetGateBias } from './forget-gate-bias.js';
import { lstmStep } from './lstm-step.js';

/** Keys of the cell of a convolutional LSTM. */
export const convLstmCellFields = (rank: number) => ({
  filters: count(),
  kernelSize: sizes(rank),
  strides: sizesOr(rank, 1),
  padding: paddingMode(['valid', 'same']),
  dataFormat: dataFormat(),
  dilationRate: sizesOr(rank, 1),
  activation: activationField('tanh'),
  recurrentActivation: activationField('sigmoid'),
  unitForgetBias: boolean(true),
  ...cellWeightFields,
  ...cellSeed,
});

export type ConvLSTMCellFields = ReturnType<typeof convLstmCellFields>;

/**
 * One step of a convolutional LSTM (Shi et al., 2015): an LSTM whose products are convolutions.
 *
 * It works on channels that are last; the layer around it turns them. Weights: kernel `[...kernelSize, channels, 4 * filters]`,
 * recurrent_kernel `[...kernelSize, filters, 4 * filters]`, bias `[4 * filters]`.
 */
export class ConvLSTMCell extends RecurrentCell<DrawnMasks, ConvLSTMCellFields> {
  // Keras has no public class of this name: the layers around it make it.
  static readonly className = 'ConvLSTMCell';
  static readonly fields = convLstmCellFields(2);
  readonly #seed = new LayerSeed(this.config.seed);
  #kernel: Variable | undefined;
  #recurrentKernel: Variable | undefined;
  #bias: Variable | undefined;

  protected override build([input]: readonly TensorSpec[]): void {
    const { config } = this;
    const width = 4 * config.filters;
    const channels = channelsIn(input?.shape ?? [], 'channels_last');
    this.#kernel = this.addWeight('kernel', [...config.kernelSize, channels, width], {
      initializer: config.kernelInitializer,
      regularizer: config.kernelRegularizer,
      constraint: config.kernelConstraint,
    });
    this.#recurrentKernel = this.addWeight('recurrent_kernel', [...config.kernelSize, config.filters, width], {
      initializer: config.recurrentInitializer,
      regularizer: config.recurrentRegularizer,
      constraint: config.recurrentConstraint,
    });
    if (config.useBias) {
      const initializer = config.unitForgetBias ? new ForgetGateBias(config.biasInitializer) : config.biasInitializer;
      this.#bias = this.addWeight('bias', [width], { initializer, regularizer: config.biasRegularizer, constraint: config.biasConstraint });
    }
  }

  override stateShapes(step: Shape): readonly Shape[] {
    const { kernelSize, strides, dilationRate, padding, filters } = this.config;
    const spatial = step.slice(1, -1).map((dim, i) => {
      const window = { size: kernelSize[i] ?? 1, stride: strides[i] ?? 1, dilation: dilationRate[i] ?? 1 };
      return windowOutputDim(dim, window, padding, i, `${this.className} '${this.name}'`);
    });
    const shape = [step[0] ?? null, ...spatial, filters];
    return [shape, shape];
  }

  override draw(step: Shape, training: boolean): DrawnMasks {
    const [state = []] = this.stateShapes(step);
    return drawMasks(this.config, step, state, training, (): Tensor => this.#seed.next());
  }

  /** Convolves the inputs of one step, or of all: time and batch then make one batch. */
  override project(x: ValueLike, drawn: DrawnMasks): Value {
    const { strides, padding, dilationRate, kernelSize } = this.config;
    const kept = masked(x, drawn.input);
    const isSequence = rankOf(x) > kernelSize.length + 2;
    const leading = shapeOf(kept).slice(0, isSequence ? 2 : 1);
    const flat = isSequence ? ops.reshape(kept, [-1, ...shapeOf(kept).slice(2)]) : kept;
    const product = ops.conv(flat, built(this.#kernel), { strides, padding, dilations: dilationRate });
    const shifted = this.#bias === undefined ? product : ops.add(product, this.#bias);
    return isSequence ? ops.reshape(shifted, [...leading, ...shifted.shape.slice(1)]) : shifted;
  }

  override step(projected: ValueLike, [hidden = 0, memory = 0]: readonly ValueLike[], drawn: DrawnMasks): StepResult {
    const recurrent = ops.conv(masked(hidden, drawn.recurrent), built(this.#recurrentKernel), { padding: 'same' });
    return lstmStep(ops.add(projected, recurrent), memory, this.config);
  }
}
