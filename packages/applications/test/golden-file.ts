import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resetNames, type Shape } from '@kedge/graph-core';
import { input, type Model } from '@kedge/layers';
import { inceptionV3, mobileNetV2 } from '../src/index.js';

type Config = Readonly<Record<string, unknown>>;

/** A layer as real Keras made it; the config holds what differs from that of its class. */
export type Row = readonly [name: string, className: string, shape: Shape, config?: Config];

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
  /** All layers, or the last three. */
  readonly rows: readonly Row[];
  readonly numbers?: { readonly input: readonly number[]; readonly output: readonly number[]; readonly data: readonly number[] };
}

/** What `fixtures/python/application_goldens.py` writes for an application. */
export interface GoldenFile {
  readonly classes: Readonly<Record<string, Config>>;
  readonly weights: readonly (readonly [path: string, shape: Shape])[];
  readonly variants: readonly Variant[];
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications');

/** Applications by name, as loosely typed as options from a file are. */
export const BUILDERS: Readonly<Record<string, (options: Config) => Model>> = { inceptionV3, mobileNetV2 };

export const readGoldens = <T>(name: string): T => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as T;

const toCamel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Builds what a variant describes, with automatic names counted from the start as in a new Keras session. */
export function build(application: string, { options, tensor }: Variant, more: Config = {}): Model {
  resetNames();
  const make = BUILDERS[application];
  if (make === undefined) throw new Error(`There is no application '${application}'.`);
  const given = tensor === undefined ? {} : { inputTensor: input({ batchShape: tensor }) };
  return make({ ...Object.fromEntries(Object.entries(options).map(([key, value]) => [toCamel(key), value])), ...given, ...more });
}

/** A variant as a test's title names it. */
export const titleOf = ({ options, tensor }: Variant): string => `${JSON.stringify(options)}${tensor === undefined ? '' : ` on a tensor (${tensor.join(', ')})`}`;

const LEFT_OUT = ['module', 'registered_name', 'name', 'build_config'];

/** A config without what says where its classes are kept. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (LEFT_OUT.includes(key) ? [] : [[key, plain(inner)]])));
}
