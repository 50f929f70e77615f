import { KedgeError } from '@kedge/graph-core';
import { Model, modelFromConfig, readCompileConfig, type CustomObjects } from '@kedge/layers/engine';
import { openModelFile, type ModelSource } from '../read/open-model-file.js';
import type { ModelFile } from '../read/model-file.js';
import type { Progress } from '../weights/apply-plan.js';
import { loadWeightsFrom } from './load-weights.js';
import type { LoadReport } from './report.js';

/** How to load. */
export interface LoadOptions {
  /** A further file that holds the weights, for an architecture JSON. */
  readonly weights?: ModelSource;
  /** The network that a weights-only file belongs to: a model, a config, or a file that holds one. */
  readonly architecture?: Model | Readonly<Record<string, unknown>> | ModelSource;
  /** Whether a missing, surplus or misfitting weight is an error (the default) or a line in the report. */
  readonly strict?: boolean;
  /** Whether the optimizer of a model that was saved compiled gets its state, too, so that training goes on where it was. */
  readonly optimizer?: boolean;
  /** Layer classes by the name that the file uses; they come before the registered ones. */
  readonly customObjects?: CustomObjects;
  readonly signal?: AbortSignal;
  /** Told after each array that was read. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Loads a model with its weights from whatever format it is in; the bytes tell which.
 *
 * @param source A path, a URL, bytes, a Blob, or the files of a tfjs model.
 * @throws KedgeError with a code that `docs/errors.md` explains.
 *
 * @example
 * const model = await loadModel('inception.h5');
 */
export async function loadModel(source: ModelSource, options: LoadOptions = {}): Promise<Model> {
  return (await loadModelWithReport(source, options)).model;
}

/** {@link loadModel}, and what was not set, not used, or did not fit. */
export async function loadModelWithReport(source: ModelSource, options: LoadOptions = {}): Promise<{ model: Model; report: LoadReport; file: Omit<ModelFile, 'weights' | 'close'> }> {
  const file = await openModelFile(source, options.signal);
  const weightsFile = options.weights === undefined ? file : await openModelFile(options.weights, options.signal);
  try {
    if (file.makeModel !== undefined && options.architecture === undefined) {
      const model = await file.makeModel(options.signal);
      const { weights: _none, close: _open, ...facts } = file;
      return { model, report: { set: model.weights.length, unset: [], unused: [], misfits: [], notices: [] }, file: facts };
    }
    const model = await makeModel(file, options);
    const loaded = await loadWeightsFrom(weightsFile, model, options.strict ?? true, options);
    const notices = [options.architecture === undefined ? restoreCompile(model, file) : undefined];
    if (options.optimizer === true && model.optimizer !== undefined && weightsFile.optimizer !== undefined) {
      const { loadOptimizer } = await import('./load-optimizer.js');
      notices.push(await loadOptimizer(weightsFile, model, options.signal));
    }
    const report = { ...loaded, notices: [...loaded.notices, ...notices.filter((notice) => notice !== undefined)] };
    const { weights: _weights, close: _close, ...facts } = file;
    return { model, report, file: facts };
  } finally {
    await file.close();
    if (weightsFile !== file) await weightsFile.close();
  }
}

/**
 * Sets the weights of a model from a file: a weights-only file, or a whole model of which the weights are taken.
 *
 * @throws KedgeError; the model is then as it was.
 */
export async function loadWeights(model: Model, source: ModelSource, options: Pick<LoadOptions, 'strict' | 'signal' | 'onProgress'> = {}): Promise<LoadReport> {
  const file = await openModelFile(source, options.signal);
  try {
    return await loadWeightsFrom(file, model, options.strict ?? true, options);
  } finally {
    await file.close();
  }
}

/** Compiles the model as it was when it was saved; what is not known leaves it uncompiled, with a notice. */
function restoreCompile(model: Model, file: ModelFile): string | undefined {
  const { config, notice } = readCompileConfig(file.trainingConfig);
  if (config === undefined) return notice;
  try {
    model.compile(config);
    return undefined;
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return `The model was saved compiled and is loaded without it. ${error.message}`;
  }
}

async function makeModel(file: ModelFile, options: LoadOptions): Promise<Model> {
  const { architecture, customObjects = {} } = options;
  if (architecture instanceof Model) return architecture;
  if (architecture !== undefined) {
    const config = isConfig(architecture) ? architecture : await readConfig(architecture as ModelSource, options.signal);
    return modelFromConfig(config, { customObjects });
  }
  if (file.config === undefined) {
    throw new KedgeError(
      'NO_ARCHITECTURE',
      `${file.name}: holds weights and no architecture. Name the network that they belong to: the architecture option takes a model (e.g. inceptionV3()), an architecture JSON, or a file that holds one; commands have --architecture.`,
    );
  }
  return modelFromConfig(file.config, { customObjects, dialect: file.dialect });
}

function isConfig(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'class_name' in value;
}

async function readConfig(source: ModelSource, signal?: AbortSignal): Promise<unknown> {
  const file = await openModelFile(source, signal);
  try {
    if (file.config === undefined) throw new KedgeError('NO_ARCHITECTURE', `${file.name}: was named as the architecture, but holds none.`);
    return file.config;
  } finally {
    await file.close();
  }
}
