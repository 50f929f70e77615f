import type { Dialect, Model } from '@kedge/layers/engine';
import type { ReadEntries, WeightEntry, WeightGroup } from '../weights/entries.js';
import type { WeightPlan } from '../weights/plan.js';
import type { FilePlan } from '../weights/plan-weights.js';
import type { StoreNode } from '../weights/store.js';

/** The formats that models are read from. */
export type ModelFormat = 'h5' | 'keras' | 'weights' | 'tfjs' | 'graph' | 'architecture';

/**
 * Weights by layer, as `.h5` files hold them; as one flat list, as a tfjs manifest does; or as a tree of classes and ordinals,
 * as `.keras` and `.weights.h5` files do.
 */
export type StoredWeights = (
  | {
      readonly kind: 'groups';
      readonly groups: readonly WeightGroup[];
      /** Plans how they go into a model. It comes with the reader, so that pages which open no such file do not load it. */
      readonly plan: (model: Model, weights: readonly WeightGroup[], source: string) => WeightPlan;
    }
  | { readonly kind: 'list'; readonly entries: readonly WeightEntry[] }
  | {
      readonly kind: 'store';
      readonly root: StoreNode;
      readonly entries: readonly WeightEntry[];
      readonly plan: (model: Model, root: StoreNode, source: string) => FilePlan;
    }
) & { readonly read: ReadEntries };

/** What a model file holds, whatever its format; arrays are read when they are asked for. */
export interface ModelFile {
  /** For messages. */
  readonly name: string;
  readonly format: ModelFormat;
  /** `{ class_name, config }`; missing in a weights-only file. */
  readonly config: unknown;
  /** How the config is spelled where it does not tell itself. */
  readonly dialect: Dialect;
  /** As the file says, e.g. `2.15.0`. */
  readonly kerasVersion: string | undefined;
  /** As the file says, e.g. `tensorflow`. */
  readonly backend: string | undefined;
  /** What `compile` was told, as the file holds it. */
  readonly trainingConfig: unknown;
  /** Labels, preprocessing and whatever else travels with a tfjs model. */
  readonly metadata: unknown;
  /** What an optimizer remembers, in the order of the file; missing where there is nothing. */
  readonly optimizer?: readonly WeightEntry[];
  /** Text files of layers that keep some, as a `.keras` archive holds them: by path below `assets/`. */
  readonly assets?: (path: string) => Promise<ReadonlyMap<string, string>>;
  /** Missing in an architecture JSON. */
  readonly weights: StoredWeights | undefined;
  /** Makes the model, with its weights, where the file holds operations and no config. */
  readonly makeModel?: (signal?: AbortSignal) => Promise<Model>;
  close(): Promise<void>;
}

/** The dialect that a Keras version writes. */
export function dialectOfVersion(version: string | undefined): Dialect {
  return version !== undefined && Number.parseInt(version, 10) >= 3 ? 'keras3' : 'keras2';
}

/** Every array of a file, in order. */
export function allEntries(weights: StoredWeights | undefined): readonly WeightEntry[] {
  if (weights === undefined) return [];
  return weights.kind !== 'groups' ? weights.entries : weights.groups.flatMap((group) => group.entries);
}
