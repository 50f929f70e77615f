import { ops, type SymbolicTensor } from '@kedge/graph-core';
import { activation, conv2d, dropout, flatten, globalAveragePooling2d, multiply, reLU, rescaling, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { activate, chain, join, normalizer, plainConv, plainDepthwise } from './chain.js';
import { activationOf, addPooling, classesOf, NAMED_POOLING } from './head.js';
import type { LayerNames } from './layer-names.js';
import { ALPHA_RULE, MINIMALISTIC_RULE, PREPROCESSING_RULE, rateRule, type ApplicationOptions } from './options.js';
import { paddingFor } from './padding-for.js';
import { divisibleByEight } from './round-channels.js';

/* Howard et al., "Searching for MobileNetV3" (2019), as keras.applications.MobileNetV3Small and MobileNetV3Large build it. */

/** Options of {@link mobileNetV3Small} and {@link mobileNetV3Large}. */
export interface MobileNetV3Options extends ApplicationOptions {
  /** Width of the network: 1 by default, more or fewer channels otherwise. */
  readonly alpha?: number;
  /** Without squeezing, hard swish and 5 x 5 windows, for machines that are slow at them; false when missing. */
  readonly minimalistic?: boolean;
  /** Share that is dropped before the classifier in training; 0.2 when missing. */
  readonly dropoutRate?: number;
  /** Whether the network scales pixels from 0..255 by itself; true when missing. */
  readonly includePreprocessing?: boolean;
}

/**
 * A block: how many times wider it is inside, channels that come out (before `alpha`), stride, rows and columns of its window
 * (5 becomes 3 in minimalistic networks), whether it weighs its channels, and whether it is rectified or goes by hard swish.
 */
type Block = readonly [expansion: number, filters: number, stride: 1 | 2, window: 3 | 5, squeezes: boolean, kind: 'relu' | 'swish'];

const SMALL: readonly Block[] = [
  [1, 16, 2, 3, true, 'relu'],
  [72 / 16, 24, 2, 3, false, 'relu'],
  [88 / 24, 24, 1, 3, false, 'relu'],
  [4, 40, 2, 5, true, 'swish'],
  [6, 40, 1, 5, true, 'swish'],
  [6, 40, 1, 5, true, 'swish'],
  [3, 48, 1, 5, true, 'swish'],
  [3, 48, 1, 5, true, 'swish'],
  [6, 96, 2, 5, true, 'swish'],
  [6, 96, 1, 5, true, 'swish'],
  [6, 96, 1, 5, true, 'swish'],
];

const LARGE: readonly Block[] = [
  [1, 16, 1, 3, false, 'relu'],
  [4, 24, 2, 3, false, 'relu'],
  [3, 24, 1, 3, false, 'relu'],
  [3, 40, 2, 5, true, 'relu'],
  [3, 40, 1, 5, true, 'relu'],
  [3, 40, 1, 5, true, 'relu'],
  [6, 80, 2, 3, false, 'swish'],
  [2.5, 80, 1, 3, false, 'swish'],
  [2.3, 80, 1, 3, false, 'swish'],
  [2.3, 80, 1, 3, false, 'swish'],
  [6, 112, 1, 3, true, 'swish'],
  [6, 112, 1, 3, true, 'swish'],
  [6, 160, 2, 5, true, 'swish'],
  [6, 160, 1, 5, true, 'swish'],
  [6, 160, 1, 5, true, 'swish'],
];

const normalize = normalizer({ axis: -1, epsilon: 1e-3, momentum: 0.999 });

/** The layers of one network. */
class Blocks {
  readonly #names: LayerNames;
  readonly #isMinimalistic: boolean;
  readonly #alpha: number;

  constructor(names: LayerNames, { minimalistic = false, alpha = 1 }: MobileNetV3Options) {
    this.#names = names;
    this.#isMinimalistic = minimalistic;
    this.#alpha = alpha;
  }

  /** Hard swish, or the rectifier in its place. */
  activate(x: SymbolicTensor, kind: Block[5] = 'swish'): SymbolicTensor {
    const rectifies = kind === 'relu' || this.#isMinimalistic;
    return (rectifies ? reLU({ name: this.#names('re_lu') }) : activate('hard_swish', this.#names('activation'))).apply(x);
  }

  block(x: SymbolicTensor, index: number, [expansion, filters, strides, window, squeezes, kind]: Block): SymbolicTensor {
    const prefix = index === 0 ? 'expanded_conv_' : `expanded_conv_${index}_`;
    const channels = x.shape.at(-1) ?? 0;
    const inside = divisibleByEight(channels * expansion);
    const outside = divisibleByEight(filters * this.#alpha);
    const kernelSize = this.#isMinimalistic ? 3 : window;
    let y = x;
    if (index > 0) y = this.activate(chain(y, plainConv(inside, 1, `${prefix}expand`, { padding: 'same' }), normalize(`${prefix}expand_bn`)), kind);
    if (strides === 2) y = zeroPadding2d({ padding: paddingFor(y, kernelSize), name: `${prefix}depthwise_pad` }).apply(y);
    const depthwise = plainDepthwise(kernelSize, `${prefix}depthwise`, { strides, padding: strides === 1 ? 'same' : 'valid' });
    y = this.activate(chain(y, depthwise, normalize(`${prefix}depthwise_bn`)), kind);
    if (squeezes && !this.#isMinimalistic) y = this.#weigh(y, inside, `${prefix}squeeze_excite_`);
    y = chain(y, plainConv(outside, 1, `${prefix}project`, { padding: 'same' }), normalize(`${prefix}project_bn`));
    return strides === 1 && channels === outside ? join(x, y, `${prefix}add`) : y;
  }

  /** Weighs channels by what is in all of the picture; the hard sigmoid stands in operations of its own, as in Keras. */
  #weigh(x: SymbolicTensor, channels: number, prefix: string): SymbolicTensor {
    const logits = chain(
      x,
      globalAveragePooling2d({ keepdims: true, name: `${prefix}avg_pool` }),
      conv2d({ filters: divisibleByEight(channels * 0.25), kernelSize: 1, padding: 'same', name: `${prefix}conv` }),
      reLU({ name: `${prefix}relu` }),
      conv2d({ filters: channels, kernelSize: 1, padding: 'same', name: `${prefix}conv_1` }),
    );
    const shifted = ops.add(logits, 3) as SymbolicTensor;
    const weights = ops.multiply(reLU({ maxValue: 6, name: this.#names('re_lu') }).apply(shifted), 1 / 6) as SymbolicTensor;
    return multiply({ name: `${prefix}mul` }).apply([x, weights]);
  }

  /** The classifier, convolutions over the one cell that pooling leaves. */
  classify(x: SymbolicTensor, channels: number, options: MobileNetV3Options): SymbolicTensor {
    const { dropoutRate = 0.2 } = options;
    const pooled = globalAveragePooling2d({ keepdims: true, name: this.#names('global_average_pooling2d') }).apply(x);
    const hidden = this.activate(conv2d({ filters: channels, kernelSize: 1, padding: 'same', name: 'conv_2' }).apply(pooled));
    const kept = dropoutRate > 0 ? dropout({ rate: dropoutRate, name: this.#names('dropout') }).apply(hidden) : hidden;
    return chain(
      kept,
      conv2d({ filters: classesOf(options), kernelSize: 1, padding: 'same', name: 'logits' }),
      flatten({ name: this.#names('flatten') }),
      activation({ activation: activationOf(options), name: 'predictions' }),
    );
  }
}

/** @param last Channels under the classifier, more where alpha is above 1. */
function mobileNetV3(size: 'Small' | 'Large', table: readonly Block[], last: number, options: MobileNetV3Options): Model {
  const ownRules = [ALPHA_RULE, MINIMALISTIC_RULE, PREPROCESSING_RULE, rateRule('dropoutRate')];
  const plan = { application: `mobileNetV3${size}`, modelName: `MobileNetV3${size}`, defaultSize: 224, minSize: 32, staysOpen: true, ownRules };
  return assemble(options, plan, (entry, names) => {
    const { alpha = 1, includePreprocessing = true } = options;
    const blocks = new Blocks(names, options);
    const scaled = includePreprocessing ? rescaling({ scale: 1 / 127.5, offset: -1, name: names('rescaling') }).apply(entry) : entry;
    let x = blocks.activate(chain(scaled, plainConv(16, 3, 'conv', { strides: 2, padding: 'same' }), normalize('conv_bn')));
    table.forEach((block, i) => (x = blocks.block(x, i, block)));
    const wide = divisibleByEight((x.shape.at(-1) ?? 0) * 6);
    x = blocks.activate(chain(x, plainConv(wide, 1, 'conv_1', { padding: 'same' }), normalize('conv_1_bn')));
    if (options.includeTop === false) return addPooling(x, options, names, NAMED_POOLING);
    return blocks.classify(x, alpha > 1 ? divisibleByEight(last * alpha) : last, options);
  });
}

/**
 * MobileNetV3Small with weights from its initializers. It takes pixels from 0 to 255 and scales them itself.
 *
 * @param options As in `keras.applications.MobileNetV3Small`; pictures of any size by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 576]` (others for other widths) or, pooled,
 *   `[batch, 576]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const mobileNetV3Small = (options: MobileNetV3Options = {}): Model => mobileNetV3('Small', SMALL, 1024, options);

/** MobileNetV3Large: as {@link mobileNetV3Small}, deeper and with 960 channels in the end. */
export const mobileNetV3Large = (options: MobileNetV3Options = {}): Model => mobileNetV3('Large', LARGE, 1280, options);
