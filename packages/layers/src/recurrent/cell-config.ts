import type { FieldMap, ResolvedConfig } from '../config/field.js';
import type { Layer } from '../engine/layer.js';

/**
 * The config of the cell inside a layer: the keys that both have.
 *
 * @param layer Its own keys are resolved already, which a config may hold, too.
 */
export function cellConfig<F extends FieldMap>(layer: Layer, fields: F, name: string): ResolvedConfig<F> & { readonly name: string; readonly trainable: boolean; readonly dtype: string } {
  const { config } = layer as { readonly config: Readonly<Record<string, unknown>> };
  const shared = Object.fromEntries(Object.keys(fields).map((key) => [key, config[key]])) as ResolvedConfig<F>;
  return { ...shared, name, trainable: layer.trainable, dtype: String(config.dtype) };
}
