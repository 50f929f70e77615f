import type { Dialect } from '../config/dialect.js';
import type { Model } from '../engine/model.js';
import { buildModel, type CustomObjects } from './build-model.js';
import { mayBeKeras1 } from './keras1-marks.js';
import { readModelConfig } from './read-model.js';

/**
 * Makes a model out of a config, in whichever dialect it is written. Weights are left to their initializers.
 *
 * @param config `{ class_name, config }`: what `to_json` of Keras writes and what `.h5` files and tfjs models hold.
 * @param options `customObjects`: classes that come before the registered ones; `dialect`: for a config that does not tell.
 * @throws InvalidModelConfigError, UnsupportedLayerError, InvalidConfigError.
 */
export async function modelFromConfig(
  config: unknown,
  options: { readonly customObjects?: CustomObjects; readonly dialect?: Dialect } = {},
): Promise<Model> {
  return buildModel(readModelConfig(await inKeras2(config, options.customObjects), options.dialect), options.customObjects);
}

/** What Keras 1 wrote as Keras 2 writes it; how is loaded only for a config that may hold such. */
async function inKeras2(config: unknown, customObjects: CustomObjects = {}): Promise<unknown> {
  if (!mayBeKeras1(config)) return config;
  const { fromKeras1Model } = await import('./keras1/from-keras1-model.js');
  return fromKeras1Model(config, (className) => Object.hasOwn(customObjects, className));
}
