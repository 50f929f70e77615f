import { ops, type Padding, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { boolean, count, dataFormat, integer, sizes, sizesOr } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { paddingMode } from '../config/window-fields.js';
import { built } from '../engine/dims.js';
import { Layer } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { channelsIn, fromChannelsLast, toChannelsLast } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { biasOptions, kernelAndBiasFields, kernelOptions } from '../engine/kernel-and-bias.js';

/** How a convolution meets the borders; `causal` pads before the first step only. */
export type ConvPadding = 'valid' | 'same' | 'causal';

/** Keys that every convolution with a kernel of its own takes. */
export const convFields = <const P extends ConvPadding>(rank: number, paddings: readonly P[]) => ({
  filters: count(),
  kernelSize: sizes(rank),
  strides: sizesOr(rank, 1),
  padding: paddingMode(paddings),
  dataFormat: dataFormat(),
  dilationRate: sizesOr(rank, 1),
  groups: integer(1, 1),
  activation: activationField(),
  useBias: boolean(true),
  ...kernelAndBiasFields,
});

export type ConvFields<P extends ConvPadding = ConvPadding> = ReturnType<typeof convFields<P>>;

/** The keys of a window that is moved over the input. */
export interface WindowConfig {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: ConvPadding;
  readonly dilationRate: readonly number[];
}

/** @throws {InvalidConfigError} for strides and dilation together, which Keras refuses, too. */
export function expectStridesOrDilation(layer: Layer, { strides, dilationRate }: WindowConfig): void {
  if (strides.some((stride) => stride > 1) && dilationRate.some((rate) => rate > 1)) {
    throw new InvalidConfigError(
      `${layer.className} '${layer.name}': expected strides or a dilation rate above 1, got strides [${strides.join(', ')}] with dilation [${dilationRate.join(', ')}]. Set one of them to 1.`,
    );
  }
}

/** The padding as the ops take it: causal is all the padding before the first step. */
export function opPadding({ kernelSize, padding, dilationRate }: WindowConfig): Padding {
  return padding === 'causal' ? kernelSize.map((size, i) => [(size - 1) * (dilationRate[i] ?? 1), 0] as const) : padding;
}

/**
 * Convolution over `rank` spatial dimensions, then bias, then activation.
 *
 * Weights: kernel `[...kernelSize, channels / groups, filters]`, bias `[filters]`.
 */
export abstract class ConvBase<P extends ConvPadding> extends Layer<ConvFields<P>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;

  protected override build(inputs: readonly TensorSpec[]): void {
    const { filters, kernelSize, groups, useBias } = this.config;
    expectInputRank(this, inputs, this.rank + 2);
    expectStridesOrDilation(this, this.config);
    const channels = channelsIn(inputs[0]?.shape ?? [], this.config.dataFormat);
    if (filters % groups !== 0 || (channels !== null && channels % groups !== 0)) {
      throw new InvalidConfigError(`${this.className} '${this.name}': expected channels and filters that ${groups} groups divide, got ${channels} channels and ${filters} filters.`);
    }
    this.#kernel = this.addWeight('kernel', [...kernelSize, channels === null ? null : channels / groups, filters], kernelOptions(this.config));
    if (useBias) {
      this.#bias = this.addWeight('bias', [filters], biasOptions(this.config));
    }
  }

  protected override call(x: ValueLike): Value {
    const { strides, dilationRate, groups, dataFormat, activation } = this.config;
    const product = ops.conv(toChannelsLast(x, dataFormat), built(this.#kernel), {
      strides,
      padding: opPadding(this.config),
      dilations: dilationRate,
      groups,
    });
    const shifted = this.#bias === undefined ? product : ops.add(product, this.#bias);
    // An activation may run along the last axis, which is the channels only where they are last.
    return activation.call(fromChannelsLast(shifted, dataFormat));
  }
}
