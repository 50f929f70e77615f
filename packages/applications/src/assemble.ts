import type { SymbolicTensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { closeModel } from './head.js';
import { layerNames, type LayerNames } from './layer-names.js';
import { obtainInput, type InputRule } from './obtain-input.js';
import { checkOptions, type ApplicationOptions, type OptionRule } from './options.js';

/** What makes an application besides its layers. */
export interface Plan extends InputRule {
  /** Name of the model where the caller gives none; a function where options have a say in it. */
  readonly modelName: string | (() => string);
  /** Options besides those of all applications. */
  readonly ownRules?: readonly OptionRule[];
}

/**
 * Builds an application: checks its options, finds its input, applies its layers, closes the model.
 *
 * @param body From the input to the output, top included.
 * @throws {InvalidArgumentError} for options that there are not, that do not fit, and for weights by name.
 */
export function assemble(options: ApplicationOptions, plan: Plan, body: (entry: SymbolicTensor, names: LayerNames) => SymbolicTensor): Model {
  checkOptions(options, plan.application, plan.ownRules);
  const names = layerNames(options.firstLayerNumber);
  const entry = obtainInput(options, plan, names);
  const { modelName } = plan;
  return closeModel(entry, body(entry, names), options.name ?? (typeof modelName === 'string' ? modelName : modelName()));
}
