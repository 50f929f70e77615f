import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { resetNames, type Shape } from '@kedge/graph-core';
import { input, type Layer, type Model } from '@kedge/layers';
import { applications } from '../src/index.js';
import { loadApplication, type Application } from '../src/load-application.js';

type Config = Readonly<Record<string, unknown>>;

/** A layer as real Keras made it; the config holds what differs from that of its class. */
export type Row = readonly [name: string, className: string, shape: Shape, config?: Config];

/** Outputs for pictures and weights that the generator makes. */
export interface Numbers {
  /** `short` for those that every run replays, `long` for those that `npm run test:slow` does. */
  readonly run: 'short' | 'long';
  /** Shape of the pictures. */
  readonly input: readonly number[];
  /** Pixels are `offset + scale * number`. */
  readonly scale: number;
  readonly offset: number;
  /** How much larger kernels are than He et al. draw them. */
  readonly gain: number;
  readonly output: readonly number[];
  readonly data: readonly number[];
}

/** What real Keras makes of some options. */
export interface Variant {
  readonly options: Config;
  /** Shape of an input tensor, batch first, where one is given. */
  readonly tensor?: Shape;
  readonly name: string;
  readonly params: number;
  readonly layers: number;
  readonly weights: number;
  readonly output: Shape;
  /** Of all layers by name, class and shape, and all weights by path and shape. */
  readonly digest: string;
  /** All layers, or the last three. */
  readonly rows: readonly Row[];
  readonly numbers?: Numbers;
}

/** What `fixtures/python/application_goldens.py` writes for an application. */
export interface GoldenFile {
  readonly classes: Readonly<Record<string, Config>>;
  readonly weights: readonly (readonly [path: string, shape: Shape])[];
  readonly variants: readonly Variant[];
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications');

/** Every application by name. */
export const BUILDERS: ReadonlyMap<string, Application> = new Map(await Promise.all(applications.map(async ({ name }) => [name, await loadApplication(name)] as const)));

export const readGoldens = (name: string): GoldenFile => JSON.parse(gunzipSync(readFileSync(join(FOLDER, `${name}.json.gz`))).toString()) as GoldenFile;

const toCamel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Builds what a variant describes, with automatic names counted from the start as in a new Keras session. */
export function build(application: string, { options, tensor }: Variant, more: Config = {}): Model {
  resetNames();
  const make = BUILDERS.get(application);
  if (make === undefined) throw new Error(`There is no application '${application}'.`);
  const given = tensor === undefined ? {} : { inputTensor: input({ batchShape: tensor }) };
  return make({ ...Object.fromEntries(Object.entries(options).map(([key, value]) => [toCamel(key), value])), ...given, ...more });
}

/** A variant as a test's title names it. */
export const titleOf = ({ options, tensor }: Variant): string => `${JSON.stringify(options)}${tensor === undefined ? '' : ` on a tensor (${tensor.join(', ')})`}`;

/** Shape of what a layer puts out the first time. */
export const shapeOf = (layer: Layer): Shape | undefined => layer.inboundNodes[0]?.outputs[0]?.shape;

/** As the script that wrote the goldens digests a model. */
export function digestOf(model: Model): string {
  const shown = (shape: Shape = []): string => shape.map(String).join(',');
  const layers = model.layers.map((layer) => `${layer.name}|${layer.className}|${shown(shapeOf(layer))}`);
  const weights = model.weights.map(({ path, shape }) => `${path}|${shown(shape)}`);
  return createHash('sha256').update([...layers, ...weights].join('\n')).digest('hex');
}

const LEFT_OUT = ['module', 'registered_name', 'name', 'build_config'];

/**
 * A config without what says where its classes are kept; a single axis as a number, which Keras writes as a list for some layers,
 * and statistics as the float32 that they are here.
 */
export function plain(value: unknown, key = ''): unknown {
  if (typeof value === 'number') return /^(mean|variance)$/.test(key) ? Math.fround(value) : value;
  if (Array.isArray(value)) return key === 'axis' && value.length === 1 ? (value[0] as unknown) : value.map((item) => plain(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([inner, item]) => (LEFT_OUT.includes(inner) ? [] : [[inner, plain(item, inner)]])));
}
