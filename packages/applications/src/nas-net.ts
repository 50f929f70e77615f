import { formatShape, InvalidArgumentError, type SymbolicTensor } from '@kedge/graph-core';
import { averagePooling2d, concatenate, cropping2D, maxPooling2d, zeroPadding2d, type Layer, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, join, normalizer, plainConv, plainSeparable, rectify, type Name } from './chain.js';
import { addHead } from './head.js';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';
import { paddingFor } from './padding-for.js';

/*
 * Zoph et al., "Learning Transferable Architectures for Scalable Image Recognition" (2018), as keras.applications.NASNetMobile
 * and NASNetLarge build it: cells that take the outputs of the two cells before them.
 */

const HE = { kernelInitializer: 'he_normal', padding: 'same' } as const;

const normalize = normalizer({ axis: -1, momentum: 0.9997, epsilon: 1e-3 });

/** The output of a cell, and its input, which the next cell takes, too. */
type Pair = readonly [x: SymbolicTensor, before: SymbolicTensor];

/** The cells of one network. */
class Cells {
  readonly #names: LayerNames;

  constructor(names: LayerNames) {
    this.#names = names;
  }

  /** A rectifier with an automatic name. */
  rectify(): Layer {
    return rectify(this.#names('activation'));
  }

  /** A cell that keeps the size. @param before Output of the cell before the last. */
  normal(x: SymbolicTensor, before: SymbolicTensor, filters: number, id: string): Pair {
    const p = this.#adjust(before, x, filters, id);
    const h = this.#narrow(x, filters, 'normal', id);
    const sum = (a: SymbolicTensor, b: SymbolicTensor, i: number): SymbolicTensor => join(a, b, `normal_add_${i}_${id}`);
    const mean = (y: SymbolicTensor, place: string): SymbolicTensor => averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name: `normal_${place}_${id}` }).apply(y);
    const outputs = [
      p,
      sum(this.#separate(h, filters, 5, 1, `normal_left1_${id}`), this.#separate(p, filters, 3, 1, `normal_right1_${id}`), 1),
      sum(this.#separate(p, filters, 5, 1, `normal_left2_${id}`), this.#separate(p, filters, 3, 1, `normal_right2_${id}`), 2),
      sum(mean(h, 'left3'), p, 3),
      sum(mean(p, 'left4'), mean(p, 'right4'), 4),
      sum(this.#separate(h, filters, 3, 1, `normal_left5_${id}`), h, 5),
    ];
    return [this.#beside(outputs, `normal_concat_${id}`), x];
  }

  /** A cell that halves the size. @param before Output of the cell before the last, where there is one. */
  reduction(x: SymbolicTensor, before: SymbolicTensor | undefined, filters: number, id: string): Pair {
    const p = before === undefined ? x : this.#adjust(before, x, filters, id);
    const h = this.#narrow(x, filters, 'reduction', id);
    const padded = zeroPadding2d({ padding: paddingFor(h, 3), name: `reduction_pad_1_${id}` }).apply(h);
    const pool = { poolSize: 3, strides: 2, padding: 'valid' } as const;
    const maximum = (place: string): SymbolicTensor => maxPooling2d({ ...pool, name: `reduction_${place}_${id}` }).apply(padded);
    const first = join(this.#separate(h, filters, 5, 2, `reduction_left1_${id}`), this.#separate(p, filters, 7, 2, `reduction_right1_${id}`), `reduction_add_1_${id}`);
    const second = join(maximum('left2'), this.#separate(p, filters, 7, 2, `reduction_right2_${id}`), `reduction_add_2_${id}`);
    const mean = averagePooling2d({ ...pool, name: `reduction_left3_${id}` }).apply(padded);
    const third = join(mean, this.#separate(p, filters, 5, 2, `reduction_right3_${id}`), `reduction_add3_${id}`);
    const smooth = averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name: `reduction_left4_${id}` }).apply(first);
    const fourth = join(second, smooth, this.#names('add'));
    const fifth = join(this.#separate(first, filters, 3, 1, `reduction_left4_${id}`), maximum('right5'), `reduction_add4_${id}`);
    return [this.#beside([second, third, fourth, fifth], `reduction_concat_${id}`), x];
  }

  /** Mixes the channels of a cell's input to as many as it works with. */
  #narrow(x: SymbolicTensor, filters: number, kind: string, id: string): SymbolicTensor {
    return chain(x, this.rectify(), plainConv(filters, 1, `${kind}_conv_1_${id}`, HE), normalize(`${kind}_bn_1_${id}`));
  }

  /** Two separable convolutions, each after a rectifier; the first may halve the size. */
  #separate(x: SymbolicTensor, filters: number, window: number, strides: 1 | 2, id: string): SymbolicTensor {
    let y = this.rectify().apply(x);
    if (strides === 2) y = zeroPadding2d({ padding: paddingFor(y, window), name: `separable_conv_1_pad_${id}` }).apply(y);
    return chain(
      y,
      plainSeparable(filters, window, `separable_conv_1_${id}`, { strides, padding: strides === 2 ? 'valid' : 'same' }),
      normalize(`separable_conv_1_bn_${id}`),
      this.rectify(),
      plainSeparable(filters, window, `separable_conv_2_${id}`),
      normalize(`separable_conv_2_bn_${id}`),
    );
  }

  /** Brings the output of the cell before the last to the size and the channels of the last one's. */
  #adjust(p: SymbolicTensor, x: SymbolicTensor, filters: number, id: string): SymbolicTensor {
    if (p.shape.at(-2) !== x.shape.at(-2)) return this.#sample(p, filters, id);
    if (p.shape.at(-1) === filters) return p;
    return chain(p, this.rectify(), plainConv(filters, 1, `adjust_conv_projection_${id}`, HE), normalize(`adjust_bn_${id}`));
  }

  /** Takes every second cell, once from the first and once from the second row and column on. */
  #sample(p: SymbolicTensor, filters: number, id: string): SymbolicTensor {
    const half = (i: 1 | 2): readonly Layer[] => [
      averagePooling2d({ poolSize: 1, strides: 2, padding: 'valid', name: `adjust_avg_pool_${i}_${id}` }),
      plainConv(Math.floor(filters / 2), 1, `adjust_conv_${i}_${id}`, HE),
    ];
    const y = rectify(`adjust_relu_1_${id}`).apply(p);
    const even = chain(y, ...half(1));
    const longer = zeroPadding2d({ padding: [[0, 1], [0, 1]], name: this.#names('zero_padding2d') });
    const odd = chain(y, longer, cropping2D({ cropping: [[1, 0], [1, 0]], name: this.#names('cropping2d') }), ...half(2));
    return normalize(`adjust_bn_${id}`).apply(this.#beside([even, odd], this.#names('concatenate')));
  }

  #beside(tensors: readonly SymbolicTensor[], name: Name): SymbolicTensor {
    return concatenate({ axis: -1, name }).apply(tensors);
  }
}

/** What tells the two networks apart. */
interface Variant {
  readonly application: string;
  readonly modelName: string;
  readonly size: number;
  /** Channels of the first convolution, of the cells of the first stage, and cells in each stage. */
  readonly stem: number;
  readonly filters: number;
  readonly cells: number;
  /** Whether the cell after a reduction takes the output of the cell before it. */
  readonly skipsReduction: boolean;
}

function network(entry: SymbolicTensor, { stem, filters, cells, skipsReduction }: Variant, names: LayerNames): SymbolicTensor {
  const blocks = new Cells(names);
  const start = chain(entry, plainConv(stem, 3, 'stem_conv1', { strides: 2, kernelInitializer: 'he_normal' }), normalize('stem_bn1'));
  let [x, p] = blocks.reduction(start, undefined, Math.floor(filters / 4), 'stem_1');
  [x, p] = blocks.reduction(x, p, Math.floor(filters / 2), 'stem_2');
  for (let stage = 0; stage < 3; stage++) {
    const width = filters * 2 ** stage;
    if (stage > 0) {
      const [reduced, before] = blocks.reduction(x, p, width, `reduce_${stage * cells}`);
      x = reduced;
      if (!skipsReduction) p = before;
    }
    const first = stage * cells + (stage > 0 ? 1 : 0);
    for (let i = 0; i < cells; i++) [x, p] = blocks.normal(x, p, width, `${first + i}`);
  }
  return blocks.rectify().apply(x);
}

/** With open sizes the cells could not tell which of their inputs to halve. */
function settled(options: ApplicationOptions, { application, size }: Variant): ApplicationOptions {
  const { inputShape = null, inputTensor = null } = options;
  const shape = inputTensor === null ? inputShape : inputTensor.shape.slice(1);
  if (Array.isArray(shape) && shape.slice(0, 2).includes(null)) {
    throw new InvalidArgumentError(`${application}: expected known rows and columns, got ${formatShape(shape)}. Its cells are built for one size of pictures; name it in inputShape.`);
  }
  return inputShape === null && inputTensor === null && options.includeTop === false ? { ...options, inputShape: [size, size, 3] } : options;
}

function nasNet(variant: Variant, options: ApplicationOptions): Model {
  const { application, modelName, size } = variant;
  return assemble(settled(options, variant), { application, modelName, defaultSize: size, minSize: 32 }, (entry, names) => addHead(network(entry, variant, names), options, names));
}

/**
 * NASNetMobile with weights from its initializers. Preprocessing mode `tf`.
 *
 * @param options As in `keras.applications.NASNetMobile`; pictures of 224 x 224 by default, 32 x 32 at least, of one known size.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1056]` or, pooled, `[batch, 1056]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const nasNetMobile = (options: ApplicationOptions = {}): Model =>
  nasNet({ application: 'nasNetMobile', modelName: 'nasnet_mobile', size: 224, stem: 32, filters: 44, cells: 4, skipsReduction: false }, options);

/** NASNetLarge: as {@link nasNetMobile}, for pictures of 331 x 331 by default and with 4032 channels in the end. */
export const nasNetLarge = (options: ApplicationOptions = {}): Model =>
  nasNet({ application: 'nasNetLarge', modelName: 'nasnet_large', size: 331, stem: 96, filters: 168, cells: 6, skipsReduction: true }, options);
