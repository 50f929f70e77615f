import { formatShape, ops, ShapeMismatchError, type Dim, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { activationField } from '../activations/index.js';
import { nullable, string } from '../config/basic-fields.js';
import { unexpectedValue, type Field } from '../config/field.js';
import { built } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { rankOf } from '../layout/channels.js';
import { parseEquation, resolveEquation, type EquationParts } from './einsum-equation.js';
import { biasOptions, kernelAndBiasFields, kernelOptions } from '../engine/kernel-and-bias.js';

const outputShape: Field<number | readonly Dim[], readonly Dim[], true> = {
  required: true,
  defaultValue: () => [],
  parse: (value, place) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (!list.every((dim) => dim === null || (Number.isInteger(dim) && (dim as number) > 0))) throw unexpectedValue(place, 'a size or a list of sizes, null where unknown', value);
    return list as readonly Dim[];
  },
  serialize: (value) => value,
};

const equation: Field<string, string, true> = {
  required: true,
  defaultValue: () => '',
  parse: (value, place) => {
    if (typeof value !== 'string' || parseEquation(value) === undefined) {
      throw unexpectedValue(place, "an equation like 'ab,bc->ac', '...ab,bc->...ac' or 'ab...,bc->ac...'", value);
    }
    return value;
  },
  serialize: (value) => value,
};

const fields = {
  equation,
  outputShape,
  activation: activationField(),
  biasAxes: nullable(string('')),
  ...kernelAndBiasFields,
};

export type EinsumDenseConfig = LayerConfig<typeof fields>;

/**
 * `activation(einsum(equation, x, kernel) + bias)`.
 *
 * Output `[batch, ...outputShape]`, with the dimensions that an ellipsis stands for. Weights: kernel, its sizes found in the
 * input and the output by letter; bias over the letters of `biasAxes`, where there are any.
 */
export class EinsumDense extends Layer<typeof fields> {
  static readonly className = 'EinsumDense';
  static readonly fields = fields;
  #kernel: Variable | undefined;
  #bias: Variable | undefined;

  constructor(config: EinsumDenseConfig) {
    super(config);
  }

  protected override build([input]: readonly TensorSpec[]): void {
    const { config } = this;
    const shape = input?.shape ?? [];
    const parts = this.#partsFor(shape.length);
    const sizes = this.#sizes(parts, shape);
    const kernelShape = [...parts.kernel].map((letter) => sizes.get(letter) ?? null);
    this.#kernel = this.addWeight('kernel', kernelShape, kernelOptions(config));
    const { biasAxes } = config;
    if (biasAxes === null || biasAxes === '') return;
    if ([...biasAxes].some((letter) => !parts.output.includes(letter))) {
      throw new ShapeMismatchError(`EinsumDense '${this.name}': expected bias axes out of the letters '${parts.output}' of the output, got '${biasAxes}'.`);
    }
    const first = Math.min(...[...biasAxes].map((letter) => parts.output.indexOf(letter)));
    const biasShape = Array.from(parts.output.slice(first), (letter) => (biasAxes.includes(letter) ? (sizes.get(letter) ?? null) : 1));
    this.#bias = this.addWeight('bias', biasShape, biasOptions(config));
  }

  #partsFor(rank: number): EquationParts {
    const parts = resolveEquation(this.config.equation, rank);
    if (parts.input.length !== rank) {
      throw new ShapeMismatchError(`EinsumDense '${this.name}': expected an input of rank ${parts.input.length} for '${this.config.equation}', got rank ${rank}.`);
    }
    return parts;
  }

  /** The size that each letter stands for. */
  #sizes({ input, output, elided, isElidedLeft }: EquationParts, shape: readonly Dim[]): Map<string, Dim> {
    const sizes = new Map([...input].map((letter, i) => [letter, shape[i] ?? null]));
    // `outputShape` has neither the batch nor what an ellipsis stands for; an ellipsis on the left covers the batch.
    const skipped = isElidedLeft ? Math.max(elided, 1) : 1;
    const named = [...output].slice(skipped, output.length - (isElidedLeft ? 0 : elided));
    const { outputShape } = this.config;
    if (named.length !== outputShape.length) {
      throw new ShapeMismatchError(`EinsumDense '${this.name}': expected an output shape of ${named.length} sizes for '${this.config.equation}', got ${formatShape(outputShape)}.`);
    }
    named.forEach((letter, i) => {
      const stated = outputShape[i] ?? null;
      const known = sizes.get(letter) ?? null;
      if (stated !== null && known !== null && stated !== known) {
        throw new ShapeMismatchError(`EinsumDense '${this.name}': '${letter}' is ${known} in the input and ${stated} in the output shape.`);
      }
      sizes.set(letter, stated ?? known);
    });
    return sizes;
  }

  protected override call(x: ValueLike): Value {
    const { input, kernel, output } = this.#partsFor(rankOf(x));
    const product = ops.einsum(`${input},${kernel}->${output}`, x, built(this.#kernel));
    return this.config.activation.call(this.#bias === undefined ? product : ops.add(product, this.#bias));
  }
}

/** Makes an {@link EinsumDense}. */
export const einsumDense = (config: EinsumDenseConfig): EinsumDense => new EinsumDense(config);
