import type { SymbolicTensor } from '@kedge/graph-core';
import { maxPooling2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, join, normalizer, plainConv, plainSeparable, rectify } from './chain.js';
import { addHead } from './head.js';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';

/* Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions" (2017), as keras.applications.Xception builds it. */

const normalize = normalizer({ axis: -1 });

/** Separable convolutions with batch norm, each after a rectifier; the first of the network's first block goes without. */
function separables(x: SymbolicTensor, prefix: string, filters: readonly number[], isRectified: boolean): SymbolicTensor {
  return filters.reduce((y, count, i) => {
    const name = `${prefix}_sepconv${i + 1}`;
    const entry = i > 0 || isRectified ? rectify(`${name}_act`).apply(y) : y;
    return chain(entry, plainSeparable(count, 3, name), normalize(`${name}_bn`));
  }, x);
}

/** A block that halves the size, with a convolution in its shortcut. */
function halve(x: SymbolicTensor, index: number, [first, last]: readonly [number, number], names: LayerNames): SymbolicTensor {
  const shortcut = chain(x, plainConv(last, 1, names('conv2d'), { strides: 2, padding: 'same' }), normalize(names('batch_normalization')));
  const y = separables(x, `block${index}`, [first, last], index > 2);
  const pooled = maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', name: `block${index}_pool` }).apply(y);
  return join(pooled, shortcut, names('add'));
}

/**
 * Xception with weights from its initializers. Preprocessing mode `tf`.
 *
 * @param options As in `keras.applications.Xception`; pictures of 299 x 299 by default, 71 x 71 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 2048]` or, pooled, `[batch, 2048]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export function xception(options: ApplicationOptions = {}): Model {
  return assemble(options, { application: 'xception', modelName: 'xception', defaultSize: 299, minSize: 71 }, (entry, names) => {
    let x = chain(
      entry,
      plainConv(32, 3, 'block1_conv1', { strides: 2 }),
      normalize('block1_conv1_bn'),
      rectify('block1_conv1_act'),
      plainConv(64, 3, 'block1_conv2'),
      normalize('block1_conv2_bn'),
      rectify('block1_conv2_act'),
    );
    [128, 256, 728].forEach((filters, i) => (x = halve(x, i + 2, [filters, filters], names)));
    for (let i = 5; i <= 12; i++) x = join(separables(x, `block${i}`, [728, 728, 728], true), x, names('add'));
    x = halve(x, 13, [728, 1024], names);
    for (const [i, filters] of [1536, 2048].entries()) {
      const name = `block14_sepconv${i + 1}`;
      x = chain(x, plainSeparable(filters, 3, name), normalize(`${name}_bn`), rectify(`${name}_act`));
    }
    return addHead(x, options, names, { top: 'avg_pool' });
  });
}
