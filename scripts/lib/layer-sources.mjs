// @ts-check
/** What the sources of the layers say: which classes there are, and what each file exports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The families of Keras' layers, each a folder of `packages/layers/src`; the last are those that live in `keras.applications`. */
export const families = /** @type {const} */ ([
  'core',
  'activation',
  'convolutional',
  'pooling',
  'normalization',
  'merging',
  'reshaping',
  'regularization',
  'recurrent',
  'attention',
  'preprocessing',
  'augmentation',
  'applications',
]);

/**
 * One layer's file.
 *
 * @typedef {object} LayerSource
 * @property {string} family
 * @property {string} file Name without `.ts`.
 * @property {string} className As Keras spells it.
 * @property {readonly string[]} values Names of exported classes, functions and constants.
 * @property {readonly string[]} types Names of exported types.
 */

/**
 * Every file that holds a layer class, by family and name.
 *
 * @param {string} src Folder of the sources.
 * @returns {LayerSource[]}
 */
export function findLayers(src) {
  return families.flatMap((family) => {
    const folder = join(src, family);
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts');
    return files.sort().flatMap((name) => readLayer(family, name.slice(0, -3), readFileSync(join(folder, name), 'utf8')));
  });
}

/**
 * @param {string} family
 * @param {string} file
 * @param {string} text
 * @returns {LayerSource[]}
 */
function readLayer(family, file, text) {
  const className = /static readonly className = '(\w+)'/.exec(text)?.[1];
  // A class without a config type of its own is made by others only.
  if (className === undefined || !new RegExp(`^export type ${className}Config\\b`, 'm').test(text)) return [];
  const entries = parseSync(`${file}.ts`, text).module.staticExports.flatMap((item) => item.entries);
  const named = entries.map((entry) => ({ name: entry.exportName.name ?? '', isType: entry.isType || isTypeDeclaration(text, entry.exportName.name ?? '') }));
  const names = (/** @type {boolean} */ wanted) => named.filter(({ isType }) => isType === wanted).map(({ name }) => name);
  return [{ family, file, className, values: names(false), types: names(true) }];
}

/**
 * @param {string} text
 * @param {string} name
 */
function isTypeDeclaration(text, name) {
  return new RegExp(`^export (?:type|interface) ${name}\\b`, 'm').test(text);
}
