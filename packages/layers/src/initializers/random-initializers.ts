import { normalNumbers, sizeOf, tensor, truncatedNormalNumbers, uniformNumbers, type Seed, type Tensor } from '@kedge/graph-core';
import { integers, nullable, number, oneOf, onlyIn, whenSetIn } from '../config/basic-fields.js';
import { InvalidConfigError, unexpectedValue, type ConfigOf, type Field, type FieldMap, type ResolvedConfig } from '../config/field.js';
import { nextSeed } from '../engine/seed.js';
import { Initializer } from './initializer.js';
import { seedField } from './seed-field.js';

/** An initializer that draws numbers: with its `seed` if it has one, else with the next of the global sequence. */
abstract class RandomInitializer<F extends FieldMap> extends Initializer<F> {
  protected abstract draw(shape: readonly number[], seed: Seed): Float32Array;

  override initialize(shape: readonly number[]): Tensor {
    return tensor(this.draw(shape, this.#seed()), shape);
  }

  override bind(): (shape: readonly number[]) => Tensor {
    const seed = this.#seed();
    return (shape) => tensor(this.draw(shape, seed), shape);
  }

  #seed(): Seed {
    const { seed } = this.config as ResolvedConfig<F> & { readonly seed?: number | null };
    return typeof seed === 'number' ? [seed, 0] : nextSeed();
  }
}

const uniformFields = { minval: number(-0.05), maxval: number(0.05), seed: seedField() };
const normalFields = { mean: number(0), stddev: number(0.05), seed: seedField() };

/** Numbers evenly spread over `[minval, maxval)`. */
export class RandomUniform extends RandomInitializer<typeof uniformFields> {
  static readonly className = 'RandomUniform';
  static readonly fields = uniformFields;

  constructor(config: ConfigOf<typeof uniformFields> = {}) {
    super(config);
  }

  protected override draw(shape: readonly number[], seed: Seed): Float32Array {
    const { minval, maxval } = this.config;
    return uniformNumbers(seed, sizeOf(shape)).map((u) => minval + u * (maxval - minval));
  }
}

/** Numbers of a normal distribution. */
export class RandomNormal extends RandomInitializer<typeof normalFields> {
  static readonly className = 'RandomNormal';
  static readonly fields = normalFields;

  constructor(config: ConfigOf<typeof normalFields> = {}) {
    super(config);
  }

  protected override draw(shape: readonly number[], seed: Seed): Float32Array {
    return normalNumbers(seed, sizeOf(shape)).map((z) => this.config.mean + z * this.config.stddev);
  }
}

/** Numbers of a normal distribution cut at two standard deviations. */
export class TruncatedNormal extends RandomInitializer<typeof normalFields> {
  static readonly className = 'TruncatedNormal';
  static readonly fields = normalFields;

  constructor(config: ConfigOf<typeof normalFields> = {}) {
    super(config);
  }

  protected override draw(shape: readonly number[], seed: Seed): Float32Array {
    return truncatedNormalNumbers(seed, sizeOf(shape)).map((z) => this.config.mean + z * this.config.stddev);
  }
}

/** Axes that count as inputs and those that count as outputs; only both together say anything. */
export interface FanAxes {
  readonly inputAxes: readonly number[] | null;
  readonly outputAxes: readonly number[] | null;
}

/**
 * Inputs and outputs of one unit of a weight: rows and columns of a matrix, times the window of a convolution's kernel.
 *
 * @param axes Which axes they are, where that is another matter.
 */
export function computeFans(shape: readonly number[], { inputAxes, outputAxes }: FanAxes = { inputAxes: null, outputAxes: null }): { fanIn: number; fanOut: number } {
  if (inputAxes !== null && outputAxes !== null) return { fanIn: sizeAlong(shape, inputAxes), fanOut: sizeAlong(shape, outputAxes) };
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) };
}

function sizeAlong(shape: readonly number[], axes: readonly number[]): number {
  return axes.reduce((product, axis) => {
    const size = shape.at(axis);
    if (size === undefined) throw new InvalidConfigError(`VarianceScaling: expected axes of a weight of rank ${shape.length}, got [${axes.join(', ')}].`);
    return product * size;
  }, 1);
}

type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';
type Distribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';

/** Standard deviation of a normal distribution after it was cut at two standard deviations. */
const TRUNCATED_STDDEV = 0.87962566103423978;

interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: Distribution;
}

function drawScaled(shape: readonly number[], seed: Seed, { scale, mode, distribution }: Scaling, axes: FanAxes): Float32Array {
  const { fanIn, fanOut } = computeFans(shape, axes);
  const fan = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 }[mode];
  const variance = scale / Math.max(1, fan);
  const count = sizeOf(shape);
  switch (distribution) {
    case 'uniform':
      return uniformNumbers(seed, count).map((u) => (2 * u - 1) * Math.sqrt(3 * variance));
    case 'untruncated_normal':
      return normalNumbers(seed, count).map((z) => z * Math.sqrt(variance));
    case 'truncated_normal':
      return truncatedNormalNumbers(seed, count).map((z) => (z * Math.sqrt(variance)) / TRUNCATED_STDDEV);
  }
}

const positive = (fallback: number): Field<number, number, false> => ({
  ...number(fallback),
  parse: (value, place) => {
    if (!(typeof value === 'number' && value > 0)) throw unexpectedValue(place, 'a number above 0', value);
    return value;
  },
});

/** Axes of a weight; earlier releases of Keras 3 refuse the key, so that it is written only where it says something. */
const axes = whenSetIn('keras3', onlyIn('keras3', nullable(integers())));

const fanFields = { seed: seedField(), inputAxes: axes, outputAxes: axes };

const varianceScalingFields = {
  scale: positive(1),
  mode: oneOf(['fan_in', 'fan_out', 'fan_avg'], 'fan_in'),
  distribution: oneOf(['truncated_normal', 'untruncated_normal', 'uniform', 'normal'], 'truncated_normal'),
  ...fanFields,
};

/** Numbers whose variance is `scale` over the number of inputs, of outputs, or their mean. */
export class VarianceScaling extends RandomInitializer<typeof varianceScalingFields> {
  static readonly className = 'VarianceScaling';
  static readonly fields = varianceScalingFields;

  constructor(config: ConfigOf<typeof varianceScalingFields> = {}) {
    super(config);
  }

  protected override draw(shape: readonly number[], seed: Seed): Float32Array {
    const { scale, mode, distribution } = this.config;
    // Keras 1 and 2 wrote 'normal' for what is called 'truncated_normal' since.
    return drawScaled(shape, seed, { scale, mode, distribution: distribution === 'normal' ? 'truncated_normal' : distribution }, this.config);
  }
}

type FanConfig = ConfigOf<typeof fanFields>;

/** {@link VarianceScaling} with everything settled but the seed and the axes. */
abstract class FixedScaling extends RandomInitializer<typeof fanFields> {
  static readonly fields = fanFields;
  protected abstract readonly scaling: Scaling;

  constructor(config: FanConfig = {}) {
    super(config);
  }

  protected override draw(shape: readonly number[], seed: Seed): Float32Array {
    return drawScaled(shape, seed, this.scaling, this.config);
  }
}

/** Uniform with variance 2 / (inputs + outputs). */
export class GlorotUniform extends FixedScaling {
  static readonly className = 'GlorotUniform';
  protected override readonly scaling = { scale: 1, mode: 'fan_avg', distribution: 'uniform' } as const;
}

/** Cut normal with variance 2 / (inputs + outputs). */
export class GlorotNormal extends FixedScaling {
  static readonly className = 'GlorotNormal';
  protected override readonly scaling = { scale: 1, mode: 'fan_avg', distribution: 'truncated_normal' } as const;
}

/** Uniform with variance 2 / inputs. */
export class HeUniform extends FixedScaling {
  static readonly className = 'HeUniform';
  protected override readonly scaling = { scale: 2, mode: 'fan_in', distribution: 'uniform' } as const;
}

/** Cut normal with variance 2 / inputs. */
export class HeNormal extends FixedScaling {
  static readonly className = 'HeNormal';
  protected override readonly scaling = { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' } as const;
}

/** Uniform with variance 1 / inputs. */
export class LecunUniform extends FixedScaling {
  static readonly className = 'LecunUniform';
  protected override readonly scaling = { scale: 1, mode: 'fan_in', distribution: 'uniform' } as const;
}

/** Cut normal with variance 1 / inputs. */
export class LecunNormal extends FixedScaling {
  static readonly className = 'LecunNormal';
  protected override readonly scaling = { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' } as const;
}
