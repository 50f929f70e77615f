// @ts-check
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './process.mjs';

const require = createRequire(import.meta.url);

/**
 * The real InceptionV3 that the npm package `nsfwjs` ships (MIT): 299 x 299 pixels in, five classes out, pixels / 255, uint8
 * weights. It comes as CommonJS modules: `model.json` as an object, and each shard as base64 text.
 *
 * @returns {Map<string, Uint8Array>} The files of a tfjs layers-model.
 */
export function moderationModelFiles() {
  // The package exports loaders of its own and not these files, so they are named by path.
  const folder = join(root, 'node_modules', 'nsfwjs', 'dist', 'models', 'inception_v3');
  const model = content(require(join(folder, 'model.min.js')));
  const files = new Map([['model.json', new TextEncoder().encode(JSON.stringify(model))]]);
  const paths = /** @type {{ weightsManifest: { paths: string[] }[] }} */ (model).weightsManifest.flatMap(({ paths: inGroup }) => inGroup);
  for (const path of paths) {
    files.set(path, Buffer.from(String(content(require(join(folder, `${path}.min.js`)))), 'base64'));
  }
  return files;
}

/** @param {unknown} module_ @returns {unknown} What a CommonJS or transpiled module exports. */
function content(module_) {
  return typeof module_ === 'object' && module_ !== null && 'default' in module_ ? module_.default : module_;
}
