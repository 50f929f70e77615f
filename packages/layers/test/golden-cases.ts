import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '../src/config/dialect.js';
import { buildLayer } from '../src/serialization/build-model.js';
import type { Layer } from '../src/engine/layer.js';
import type { Variable } from '../src/engine/variable.js';
import { toCamelKey } from '../src/config/naming.js';
import { goldenValue, type GoldenArray } from './golden-numbers.js';

/** What came out, and how far Keras' own float32 strays from its float64. */
export interface GoldenOutput extends GoldenArray {
  readonly error?: number;
}

/** One call of one layer by real Keras. */
export interface GoldenCase {
  readonly layer: { readonly module?: string; readonly class_name: string; readonly registered_name?: string | null; readonly config: Readonly<Record<string, unknown>> };
  readonly inputs: readonly GoldenArray[];
  readonly masks?: readonly (GoldenArray | null)[];
  readonly call?: Readonly<Record<string, unknown>>;
  readonly weights?: readonly (GoldenArray & { readonly path: string })[];
  readonly outputs: readonly GoldenOutput[];
  /** The sum of all penalties, on weights and on outputs. */
  readonly loss?: number;
  readonly mask?: GoldenOutput;
  readonly training?: { readonly outputs: readonly GoldenOutput[]; readonly weights?: readonly GoldenOutput[] };
}

/** The cases of one version of Keras. */
export interface GoldenHalf {
  readonly version: string;
  readonly cases: readonly GoldenCase[];
}

const folder = new URL('../../../fixtures/layers/', import.meta.url);

/** What real Keras wrote of a layer class, by dialect; empty where there is none. */
export function goldensOf(className: string): Partial<Record<Dialect, GoldenHalf>> {
  const path = fileURLToPath(new URL(`${className}.json`, folder));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<Dialect, GoldenHalf>>) : {};
}

/** The layer that a case holds, as a model file that holds it would make it. */
export function layerOf(golden: GoldenCase, dialect: Dialect): Promise<Layer> {
  return buildLayer(golden.layer, dialect);
}

/** The arrays of a case as the layer takes them. */
export function argumentsOf<T>(golden: GoldenCase, toValue: (array: GoldenArray) => T): { inputs: T | readonly T[]; args: Record<string, unknown> } {
  const inputs = golden.inputs.map(toValue);
  const masks = golden.masks?.map((mask) => (mask === null ? null : toValue(mask)));
  const call = Object.entries(golden.call ?? {}).map(([key, value]) => [toCamelKey(key), isArrayOfSpecs(value) ? value.map(toValue) : isSpec(value) ? toValue(value) : value]);
  return {
    inputs: inputs.length === 1 ? (inputs[0] as T) : inputs,
    args: { ...Object.fromEntries(call), ...(masks === undefined ? {} : { mask: masks.length === 1 ? masks[0] : masks }) },
  };
}

const isSpec = (value: unknown): value is GoldenArray => typeof value === 'object' && value !== null && 'shape' in value;
const isArrayOfSpecs = (value: unknown): value is readonly GoldenArray[] => Array.isArray(value) && value.every(isSpec);

/** Makes the weights of a layer, for the call of a case. */
export function buildFor(layer: Layer, golden: GoldenCase): void {
  const { inputs, args } = argumentsOf(golden, goldenValue);
  layer.computeOutputSpec([inputs], args);
}

/** The weights in the order in which that Keras lists them: Keras 2 puts those that train first, whatever layer they are in. */
export function weightsAsListed(layer: Layer, dialect: Dialect): readonly Variable[] {
  if (dialect === 'keras3') return layer.weights;
  const trainable = layer.weights.filter((variable) => variable.trainable);
  return [...trainable, ...layer.weights.filter((variable) => !variable.trainable)];
}

/** A picture, or a signal, that comes without a batch. */
export function isSingle({ inputs, layer }: GoldenCase): boolean {
  const rank = inputs[0]?.shape.length ?? 0;
  const takesPictures = /^(Random|Resizing|CenterCrop|MixUp|CutMix|AugMix|RandAugment|AutoContrast|Equalization|Solarization|MaxNum|ContrastLimited)/.test(layer.class_name);
  return (takesPictures && rank === 3) || (layer.class_name === 'MelSpectrogram' && rank === 1);
}
