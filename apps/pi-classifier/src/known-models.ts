import { applications } from '@kedge/applications';
import { UsageError } from '@kedge/cli-kit';
import type { Layer, Model } from '@kedge/layers';
import { PREPROCESS_MODES, type PreprocessMode } from '@kedge/vision';

/** What travels with a tfjs model that Kedge has written. */
export interface ModelMetadata {
  readonly labels?: readonly string[];
  readonly preprocess?: PreprocessMode;
}

/** `userDefinedMetadata.kedge` of a model file, as far as it is what it should be. */
export function readMetadata(metadata: unknown): ModelMetadata {
  const kedge = isRecord(metadata) ? metadata.kedge : undefined;
  if (!isRecord(kedge)) return {};
  const { labels, preprocess } = kedge;
  return {
    ...(Array.isArray(labels) && labels.every((label) => typeof label === 'string') ? { labels } : {}),
    ...(isPreprocess(preprocess) ? { preprocess } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPreprocess(value: unknown): value is PreprocessMode {
  return PREPROCESS_MODES.some((mode) => mode === value);
}

/** `mobilenetv2_1.00_160` and `inception_v3` -> `mobilenetv2`, `inceptionv3`. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/_\d.*$/, '').replaceAll(/[^a-z0-9]/g, '');
}

/** The layers of a model, and those of the models among them. */
const layersWithin = (model: Layer): readonly Layer[] => model.sublayers.flatMap((layer) => [layer, ...layersWithin(layer)]);

function applicationMode(layers: readonly Layer[]): PreprocessMode | undefined {
  for (const layer of layers) {
    const found = applications.find(({ name }) => bareName(name) === bareName(layer.name));
    // One that scales by itself has a layer for it, unless it was built without; then nothing tells.
    if (found !== undefined) return found.preprocess === 'none' ? undefined : found.preprocess;
  }
  return undefined;
}

/**
 * How a model's pictures are scaled, where that is known: from what travels with it, from a layer of its own that scales, or from
 * the application that it is built on.
 *
 * @throws {UsageError} when nothing tells: one wrong scaling gives one class at 0.99 whatever the picture.
 */
export function preprocessOf(model: Model, metadata: ModelMetadata): { readonly mode: PreprocessMode; readonly reason: string } {
  if (metadata.preprocess !== undefined) return { mode: metadata.preprocess, reason: 'the model says so' };
  const scaling = layersWithin(model).find(({ className }) => className === 'Rescaling' || className === 'Normalization');
  if (scaling !== undefined) return { mode: 'none', reason: `its layer '${scaling.name}' scales` };
  const mode = applicationMode([model, ...model.layers]);
  if (mode !== undefined) return { mode, reason: 'it is built on an application of Keras' };
  throw new UsageError(
    `Nothing in this model says how its pictures are scaled. Name it with --preprocess: unit (x / 255), tf (x / 127.5 - 1), caffe, torch, or none. It is what the training script did before the model.`,
  );
}
