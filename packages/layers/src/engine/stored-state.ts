import type { Tensor } from '@kedge/graph-core';
import type { Layer } from './layer.js';

/** What a layer keeps in a `.keras` file besides its weights. */
export interface StoredState {
  /** Text files in the layer's folder of assets, e.g. `vocabulary.txt`, by name; none where the config says it all (`save_assets`). */
  saveAssets(): ReadonlyMap<string, string>;
  /** Takes in the text files of the layer's folder of assets (`load_assets`); called after {@link StoredState.loadOwnVariables}. */
  loadAssets(files: ReadonlyMap<string, string>): void;
  /** Arrays in the layer's `vars`, by their names there (`save_own_variables`). */
  saveOwnVariables(): ReadonlyMap<string, Tensor>;
  /** Takes in the arrays of the layer's `vars` (`load_own_variables`). */
  loadOwnVariables(arrays: ReadonlyMap<string, Tensor>): void;
}

/** Whether a layer keeps more in files than its weights. */
export function hasStoredState(layer: Layer): layer is Layer & StoredState {
  return 'saveOwnVariables' in layer && 'loadAssets' in layer;
}
