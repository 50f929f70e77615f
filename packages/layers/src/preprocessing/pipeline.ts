import { toSnakeCase, type Value, type ValueLike } from '@kedge/graph-core';
import { layersField } from '../config/layer-field.js';
import type { Dialect } from '../config/dialect.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';

const fields = { layers: layersField() };

export type PipelineConfig = LayerConfig<typeof fields>;

/** Layers one after another, as one layer that is no model. Output: that of the last. */
export class Pipeline extends Layer<typeof fields> {
  static readonly className = 'Pipeline';
  static readonly fields = fields;

  constructor(config: PipelineConfig) {
    super(config);
    const counts = new Map<string, number>();
    for (const layer of this.config.layers) {
      const name = toSnakeCase(layer.className);
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      this.track(layer, `_pipeline_layers/${count === 0 ? name : `${name}_${count}`}`);
    }
  }

  /** The layers, in order. */
  get layers(): readonly Layer[] {
    return this.config.layers;
  }

  protected override call(inputs: ValueLike, { training }: CallOptions): Value {
    // A pipeline has at least one layer.
    return this.config.layers.reduce<ValueLike>((x, layer) => layer.apply(x, { training }), inputs) as Value;
  }

  /** Keras writes nothing else of it. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { layers, name } = super.getConfig(dialect);
    return { layers, name };
  }
}

/** Makes a {@link Pipeline}. */
export const pipeline = (config: PipelineConfig): Pipeline => new Pipeline(config);
