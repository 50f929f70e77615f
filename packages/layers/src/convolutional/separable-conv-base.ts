import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, count, dataFormat, integer, onlyIn, sizes, sizesOr } from '../config/basic-fields.js';
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
import { expectStridesOrDilation, opPadding, type ConvPadding } from './conv-base.js';

/** Keys of a convolution in two steps. */
export const separableConvFields = <const P extends ConvPadding>(rank: number, paddings: readonly P[]) => ({
  filters: count(),
  kernelSize: sizes(rank),
  strides: sizesOr(rank, 1),
  padding: paddingMode(paddings),
  dataFormat: dataFormat(),
  dilationRate: sizesOr(rank, 1),
  depthMultiplier: integer(1, 1),
  activation: activationField(),
  useBias: boolean(true),
  depthwiseInitializer: objectField(initializerFamily, 'glorot_uniform'),
  pointwiseInitializer: objectField(initializerFamily, 'glorot_uniform'),
  biasInitializer: objectField(initializerFamily, 'zeros'),
  depthwiseRegularizer: optionalObjectField(regularizerFamily),
  pointwiseRegularizer: optionalObjectField(regularizerFamily),
  biasRegularizer: optionalObjectField(regularizerFamily),
  activityRegularizer: optionalObjectField(regularizerFamily),
  depthwiseConstraint: optionalObjectField(constraintFamily),
  pointwiseConstraint: optionalObjectField(constraintFamily),
  biasConstraint: optionalObjectField(constraintFamily),
  // Keras 2 inherits these keys and does not look at them.
  groups: onlyIn('keras2', integer(1, 1)),
  kernelInitializer: onlyIn('keras2', objectField(initializerFamily, 'glorot_uniform')),
  kernelRegularizer: onlyIn('keras2', optionalObjectField(regularizerFamily)),
  kernelConstraint: onlyIn('keras2', optionalObjectField(constraintFamily)),
});

/**
 * Convolution of each channel by itself, then a mix of the channels place by place, then bias, then activation.
 *
 * Weights: depthwise_kernel `[...kernelSize, channels, depthMultiplier]`, pointwise_kernel
 * `[1, ..., channels * depthMultiplier, filters]`, bias `[filters]`.
 */
export abstract class SeparableConvBase<P extends ConvPadding> extends Layer<ReturnType<typeof separableConvFields<P>>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  #depthwise: Variable | undefined;
  #pointwise: Variable | undefined;
  #bias: Variable | undefined;

  protected override build(inputs: readonly TensorSpec[]): void {
    const { config } = this;
    expectInputRank(this, inputs, this.rank + 2);
    expectStridesOrDilation(this, config);
    const channels = channelsIn(inputs[0]?.shape ?? [], config.dataFormat);
    const mixed = channels === null ? null : channels * config.depthMultiplier;
    this.#depthwise = this.addWeight('depthwise_kernel', [...config.kernelSize, channels, config.depthMultiplier], {
      initializer: config.depthwiseInitializer,
      regularizer: config.depthwiseRegularizer,
      constraint: config.depthwiseConstraint,
    });
    this.#pointwise = this.addWeight('pointwise_kernel', [...config.kernelSize.map(() => 1), mixed, config.filters], {
      initializer: config.pointwiseInitializer,
      regularizer: config.pointwiseRegularizer,
      constraint: config.pointwiseConstraint,
    });
    if (config.useBias) {
      this.#bias = this.addWeight('bias', [config.filters], { initializer: config.biasInitializer, regularizer: config.biasRegularizer, constraint: config.biasConstraint });
    }
  }

  protected override call(x: ValueLike): Value {
    const { strides, dilationRate, dataFormat, activation } = this.config;
    const options = { strides, padding: opPadding(this.config), dilations: dilationRate };
    const separate = ops.depthwiseConv(toChannelsLast(x, dataFormat), built(this.#depthwise), options);
    const mixed = ops.conv(separate, built(this.#pointwise));
    const shifted = this.#bias === undefined ? mixed : ops.add(mixed, this.#bias);
    return activation.call(fromChannelsLast(shifted, dataFormat));
  }
}
