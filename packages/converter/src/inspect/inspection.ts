import type { Dim, Shape } from '@kedge/graph-core';
import type { ModelFormat } from '../read/model-file.js';

/** One layer of an inspected model. */
export interface LayerInspection {
  readonly name: string;
  readonly className: string;
  /** How deep in nested models it stands; 0 in the outermost. */
  readonly depth: number;
  /** Output of the first call; missing when the model cannot be built. */
  readonly outputShape: Shape | undefined;
  /** Scalars in the weights; missing when the model cannot be built. */
  readonly params: number | undefined;
  /** Multiply-accumulates for one example; `null` when sizes are not known, missing when the model cannot be built. */
  readonly macs: Dim | undefined;
  readonly trainable: boolean;
  /** How often it is called; more than once means shared. */
  readonly calls: number;
  /** Names of the layers whose outputs it takes. */
  readonly inputs: readonly string[];
}

/** What a model file holds. */
export interface Inspection {
  readonly file: string;
  readonly format: ModelFormat;
  readonly dialect: 'keras2' | 'keras3';
  readonly kerasVersion: string | undefined;
  readonly backend: string | undefined;
  /** Name of the model; missing in a weights-only file. */
  readonly name: string | undefined;
  readonly className: string | undefined;
  readonly layers: readonly LayerInspection[];
  /** Input names and shapes; empty when the model cannot be built. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape; readonly dtype: string }[];
  readonly outputs: readonly { readonly name: string; readonly shape: Shape; readonly dtype: string }[];
  readonly params: number;
  readonly trainableParams: number;
  readonly macs: Dim | undefined;
  /** Arrays of a weights-only file. */
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Labels, preprocessing and whatever else travels with the model. */
  readonly metadata: unknown;
  /** Why the model cannot be built; missing when it can. */
  readonly problem: string | undefined;
  readonly warnings: readonly string[];
}
