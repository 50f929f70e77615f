import { serializeLayer, type Dialect, type Model } from '@kedge/layers/engine';
import { asStockLayer } from './tfjs-functions.js';

/** The Keras version whose layout the writers of tfjs models and of `.h5` produce. */
export const KERAS_VERSION = '2.15.0';

/** The Keras version of each dialect that is written. */
export function versionOf(dialect: Dialect): string {
  return dialect === 'keras3' ? '3.15.0' : KERAS_VERSION;
}

/** What the JSON of a model says besides its layers. */
export interface Topology {
  readonly keras_version: string;
  readonly backend: string;
  readonly model_config: JsonRecord;
}

/**
 * Keys that Keras 2 writes by inheritance, does not look at, and does not miss, and that Keras 3 refuses: real Keras 3 does not
 * load a real Keras 2 file that has them.
 */
const INHERITED_KEYS: readonly { readonly classes: RegExp; readonly keys: readonly string[] }[] = [
  { classes: /^(Depthwise|Separable)Conv\dD$|^Conv\dDTranspose$/, keys: ['groups'] },
  { classes: /^SeparableConv\dD$/, keys: ['kernel_initializer', 'kernel_regularizer', 'kernel_constraint'] },
  { classes: /^Discretization$/, keys: ['trainable'] },
  { classes: /^SpatialDropout\dD$/, keys: ['noise_shape'] },
];

/** The config of a model; as Keras 2 writes it without what would keep Keras 3 from loading it. */
export function kerasTopology(model: Model, dialect: Dialect = 'keras2'): Topology {
  if (dialect === 'keras3') return { keras_version: versionOf(dialect), backend: 'tensorflow', model_config: serializeLayer(model, dialect) };
  return { keras_version: KERAS_VERSION, backend: 'tensorflow', model_config: withoutInherited(serializeLayer(model, 'keras2')) as JsonRecord };
}

type JsonRecord = Readonly<Record<string, unknown>>;

function withoutInherited(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutInherited);
  if (typeof value !== 'object' || value === null) return value;
  const { class_name: className } = value as JsonRecord;
  const dropped = INHERITED_KEYS.filter(({ classes }) => typeof className === 'string' && classes.test(className)).flatMap(({ keys }) => keys);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key !== 'config' || dropped.length === 0) return [key, withoutInherited(item)];
      return [key, Object.fromEntries(Object.entries(item as JsonRecord).filter(([inner]) => !dropped.includes(inner)))];
    }),
  );
}

/** Objects that tfjs-layers spells otherwise than Keras, or has under another form. */
const TFJS_OBJECTS: Readonly<Record<string, (config: Readonly<Record<string, unknown>>) => { readonly class_name: string; readonly config: unknown }>> = {
  LecunNormal: (config) => ({ class_name: 'LeCunNormal', config }),
  LecunUniform: (config) => ({ class_name: 'LeCunUniform', config }),
  L1: (config) => ({ class_name: 'L1L2', config: { l1: config.l1, l2: 0 } }),
  L2: (config) => ({ class_name: 'L1L2', config: { l1: 0, l2: config.l2 } }),
};

/** A topology with every object spelled as stock tfjs-layers 4.22 reads it. */
export function tfjsTopology(model: Model): Topology {
  return adapt(kerasTopology(model)) as Topology;
}

function adapt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adapt);
  if (typeof value !== 'object' || value === null) return value;
  const adapted = asStockLayer(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, adapt(item)])));
  const { class_name: className, config } = adapted;
  const respell = typeof className === 'string' && Object.hasOwn(TFJS_OBJECTS, className) ? TFJS_OBJECTS[className] : undefined;
  return respell === undefined ? adapted : { ...adapted, ...respell((config ?? {}) as Record<string, unknown>) };
}
