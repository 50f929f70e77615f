import { KedgeError } from '@kedge/graph-core';
import { buildModel, countScalars, readModelConfig, Model, type CanonicalModel, type CustomObjects } from '@kedge/layers/engine';
import { openModelFile, type ModelSource } from '../read/open-model-file.js';
import { allEntries, type ModelFile } from '../read/model-file.js';
import { planWeights } from '../weights/plan-weights.js';
import type { Inspection } from './inspection.js';
import { inspectConfig, inspectLayers, totalMacs } from './inspect-model.js';
import { stockTfjsReasons } from './stock-tfjs.js';

/** How to inspect. */
export interface InspectOptions {
  readonly customObjects?: CustomObjects;
  readonly signal?: AbortSignal;
}

/** What of a file can be said without its arrays. */
interface Opened {
  readonly file: ModelFile;
  readonly canonical: CanonicalModel | undefined;
  readonly model: Model | undefined;
  readonly problem: string | undefined;
}

async function open(source: ModelSource, options: InspectOptions): Promise<Opened> {
  const file = await openModelFile(source, options.signal);
  try {
    if (file.makeModel !== undefined) return { file, canonical: undefined, ...(await builtGraph(file.makeModel, options.signal)) };
    if (file.config === undefined) return { file, canonical: undefined, model: undefined, problem: undefined };
    const canonical = readModelConfig(file.config, file.dialect);
    const built = await buildModel(canonical, options.customObjects).catch((error: unknown) => error);
    const problem = built instanceof Model ? undefined : built instanceof Error ? built.message : String(built);
    return { file, canonical, model: built instanceof Model && built.hasGraph ? built : undefined, problem };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A graph-model has no config: it is built, or what keeps it from that is said. */
async function builtGraph(make: (signal?: AbortSignal) => Promise<Model>, signal?: AbortSignal): Promise<Pick<Opened, 'model' | 'problem'>> {
  try {
    return { model: await make(signal), problem: undefined };
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return { model: undefined, problem: error.message };
  }
}

/**
 * Says what a model file holds, also where the model cannot be built; no array is read.
 *
 * @throws KedgeError when the file itself cannot be read.
 */
export async function inspect(source: ModelSource, options: InspectOptions = {}): Promise<Inspection> {
  const { file, canonical, model, problem } = await open(source, options);
  try {
    const layers = model === undefined ? (canonical === undefined ? [] : inspectConfig(canonical)) : inspectLayers(model);
    const endpoint = (names: readonly string[], tensors: Model['inputs']): Inspection['inputs'] =>
      tensors.map(({ shape, dtype }, i) => ({ name: names[i] ?? `tensor_${i}`, shape, dtype }));
    const { kerasVersion, backend, format, dialect, metadata, name } = file;
    return {
      file: name,
      format,
      dialect,
      kerasVersion,
      backend,
      name: canonical === undefined ? (file.format === 'graph' ? (model?.name ?? 'graph_model') : undefined) : (canonical.name ?? model?.name ?? 'model'),
      className: canonical === undefined ? (file.format === 'graph' ? 'GraphModel' : undefined) : canonical.kind === 'sequential' ? 'Sequential' : 'Functional',
      layers,
      inputs: model === undefined ? [] : endpoint(model.inputNames, model.inputs),
      outputs: model === undefined ? [] : endpoint(model.outputNames, model.outputs),
      params: model?.countParams() ?? 0,
      trainableParams: countScalars(model?.trainableWeights ?? []),
      macs: model === undefined ? undefined : totalMacs(layers),
      arrays: canonical === undefined ? allEntries(file.weights).map((entry) => ({ name: entry.name, shape: entry.shape })) : [],
      metadata,
      problem,
      warnings: warningsOf(file, canonical, model),
    };
  } finally {
    await file.close();
  }
}

function warningsOf(file: ModelFile, canonical: CanonicalModel | undefined, model: Model | undefined): string[] {
  const stock = canonical === undefined ? [] : [...new Set(stockTfjsReasons(canonical))];
  const shown = stock.length > 3 ? [...stock.slice(0, 3), `and ${stock.length - 3} more`] : stock;
  const limits = stock.length === 0 ? [] : [`stock tfjs-layers 4.22 cannot run this model: ${shown.join('; ')}.`];
  return [...limits, ...(model === undefined || file.format === 'graph' ? [] : weightWarnings(file, model))];
}

function weightWarnings(file: ModelFile, model: Model): string[] {
  const { weights } = file;
  if (weights === undefined) return ['the file holds no weights.'];
  try {
    const { plan } = planWeights(model, weights, file.name);
    const counts = [
      [plan.unset.length, 'weights for which the file has no array'],
      [plan.unused.length, 'arrays that no weight asks for'],
      [plan.misfits.length, 'arrays whose shape does not fit their weight'],
    ] as const;
    return [...counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}.`), ...plan.notices];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/**
 * The graph of a model file as a drawing; a model that cannot be built is drawn as its config has it.
 *
 * @param format `dot` for Graphviz, `mermaid` for Markdown, `svg` for everything that shows pictures.
 * @throws KedgeError when the file itself cannot be read.
 */
export async function inspectGraph(source: ModelSource, format: 'dot' | 'mermaid' | 'svg', options: InspectOptions = {}): Promise<string> {
  const { file, canonical, model } = await open(source, options);
  try {
    if (canonical === undefined && model === undefined) throw new KedgeError('NO_ARCHITECTURE', `${file.name}: holds weights and no architecture that could be drawn.`);
    if (model !== undefined && format === 'dot') return model.toDot();
    if (model !== undefined && format === 'mermaid') return model.toMermaid();
    // What draws is loaded for the drawing that needs it.
    const { drawingOf, drawingToDot, drawingToMermaid } = await import('./draw.js');
    const drawing = drawingOf({ layers: model === undefined ? (canonical === undefined ? [] : inspectConfig(canonical)) : inspectLayers(model) });
    if (format === 'dot') return drawingToDot(drawing);
    if (format === 'mermaid') return drawingToMermaid(drawing);
    const { drawingToSvg } = await import('./svg.js');
    return drawingToSvg(drawing);
  } finally {
    await file.close();
  }
}
