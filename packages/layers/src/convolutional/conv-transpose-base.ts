import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, cellsOrNull, count, dataFormat, integer, onlyIn, sizes, sizesOr } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { paddingMode } from '../config/window-fields.js';
import { built } from '../engine/dims.js';
import { Layer } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { channelsIn, fromChannelsLast, toChannelsLast } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { biasOptions, kernelAndBiasFields, kernelOptions } from '../engine/kernel-and-bias.js';

/** Keys of every transposed convolution. */
export const convTransposeFields = (rank: number) => ({
  filters: count(),
  kernelSize: sizes(rank),
  strides: sizesOr(rank, 1),
  padding: paddingMode(['valid', 'same']),
  outputPadding: cellsOrNull(rank),
  dataFormat: dataFormat(),
  dilationRate: sizesOr(rank, 1),
  // Keras 2 inherits the key and does not look at it.
  groups: onlyIn('keras2', integer(1, 1)),
  activation: activationField(),
  useBias: boolean(true),
  ...kernelAndBiasFields,
});

/**
 * Transposed convolution over `rank` spatial dimensions, then bias, then activation.
 *
 * Weights: kernel `[...kernelSize, filters, channels]`, bias `[filters]`.
 */
export abstract class ConvTransposeBase extends Layer<ReturnType<typeof convTransposeFields>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;

  protected override build(inputs: readonly TensorSpec[]): void {
    const { filters, kernelSize, strides, outputPadding, useBias } = this.config;
    expectInputRank(this, inputs, this.rank + 2);
    if (outputPadding?.some((cells, i) => cells >= (strides[i] ?? 1)) === true) {
      throw new InvalidConfigError(`${this.className} '${this.name}': expected an output padding below the strides [${strides.join(', ')}], got [${outputPadding.join(', ')}].`);
    }
    const channels = channelsIn(inputs[0]?.shape ?? [], this.config.dataFormat);
    this.#kernel = this.addWeight('kernel', [...kernelSize, filters, channels], kernelOptions(this.config));
    if (useBias) {
      this.#bias = this.addWeight('bias', [filters], biasOptions(this.config));
    }
  }

  protected override call(x: ValueLike): Value {
    const { strides, padding, outputPadding, dilationRate, dataFormat, activation } = this.config;
    const options = { strides, padding, outputPadding, dilations: dilationRate };
    const product = ops.convTranspose(toChannelsLast(x, dataFormat), built(this.#kernel), options);
    const shifted = this.#bias === undefined ? product : ops.add(product, this.#bias);
    return activation.call(fromChannelsLast(shifted, dataFormat));
  }
}
