import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, dataFormat, integer, onlyIn, sizes, sizesOr } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { paddingMode } from '../config/window-fields.js';
import { constraintFamily } from '../constraints/index.js';
import { built } from '../engine/dims.js';
import { Layer } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { initializerFamily } from '../initializers/index.js';
import { channelsIn, fromChannelsLast, toChannelsLast } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { regularizerFamily } from '../regularizers/index.js';

/** Keys of a convolution that keeps channels apart. */
export const depthwiseConvFields = (rank: number) => ({
  kernelSize: sizes(rank),
  depthMultiplier: integer(1, 1),
  strides: sizesOr(rank, 1),
  padding: paddingMode(['valid', 'same']),
  dataFormat: dataFormat(),
  dilationRate: sizesOr(rank, 1),
  // Keras 2 inherits the key and does not look at it.
  groups: onlyIn('keras2', integer(1, 1)),
  activation: activationField(),
  useBias: boolean(true),
  depthwiseInitializer: objectField(initializerFamily, 'glorot_uniform'),
  biasInitializer: objectField(initializerFamily, 'zeros'),
  depthwiseRegularizer: optionalObjectField(regularizerFamily),
  biasRegularizer: optionalObjectField(regularizerFamily),
  activityRegularizer: optionalObjectField(regularizerFamily),
  depthwiseConstraint: optionalObjectField(constraintFamily),
  biasConstraint: optionalObjectField(constraintFamily),
});

/**
 * Convolution of each channel by itself, then bias, then activation.
 *
 * Weights: kernel `[...kernelSize, channels, depthMultiplier]`, bias `[channels * depthMultiplier]`.
 */
export abstract class DepthwiseConvBase extends Layer<ReturnType<typeof depthwiseConvFields>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;

  protected override build(inputs: readonly TensorSpec[]): void {
    const { kernelSize, depthMultiplier, useBias } = this.config;
    expectInputRank(this, inputs, this.rank + 2);
    const channels = channelsIn(inputs[0]?.shape ?? [], this.config.dataFormat);
    this.#kernel = this.addWeight('kernel', [...kernelSize, channels, depthMultiplier], {
      legacyName: 'depthwise_kernel',
      initializer: this.config.depthwiseInitializer,
      regularizer: this.config.depthwiseRegularizer,
      constraint: this.config.depthwiseConstraint,
    });
    if (useBias) {
      this.#bias = this.addWeight('bias', [channels === null ? null : channels * depthMultiplier], {
        initializer: this.config.biasInitializer,
        regularizer: this.config.biasRegularizer,
        constraint: this.config.biasConstraint,
      });
    }
  }

  protected override call(x: ValueLike): Value {
    const { strides, padding, dilationRate, dataFormat, activation } = this.config;
    const product = ops.depthwiseConv(toChannelsLast(x, dataFormat), built(this.#kernel), { strides, padding, dilations: dilationRate });
    const shifted = this.#bias === undefined ? product : ops.add(product, this.#bias);
    return activation.call(fromChannelsLast(shifted, dataFormat));
  }
}
