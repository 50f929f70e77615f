import { progressBar, readLabels, UsageError, type CommonOptions } from '@kedge/cli-kit';
import { formatOfTarget, loadModel, loadModelWithReport, saveModel, type Quantization, type SaveFormat, type SaveReport } from '@kedge/converter';
import { formatShape, printTable } from '@kedge/graph-core';
import { serializeLayer } from '@kedge/layers/engine';
import type { PreprocessMode } from '@kedge/vision';
import { parseArchitecture } from '../architecture.js';
import { describeAgreement, verify } from '../verify.js';

/** Options of `kedge-convert convert`. */
export interface ConvertOptions extends CommonOptions {
  readonly to?: SaveFormat;
  readonly keras?: '2' | '3';
  readonly quantize: Quantization;
  readonly shardBytes?: number;
  readonly architecture?: string;
  readonly labels?: string;
  readonly preprocess?: PreprocessMode;
  readonly verify?: boolean;
  readonly samples?: number;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** The format that a path asks for. */
export function formatOf(target: string): SaveFormat {
  const unknown = /\.(pb|tflite|onnx|pt|pth|npz)$/i.exec(target);
  if (unknown !== null) throw new UsageError(`OUT ends in '${unknown[0]}', a format that is not written. Name a folder (tfjs), a .keras or a .h5 file, or give --to.`);
  return formatOfTarget(target);
}

function checkOptions(options: ConvertOptions, format: SaveFormat): void {
  if (options.shardBytes !== undefined && !(Number.isInteger(options.shardBytes) && options.shardBytes > 0)) {
    throw new UsageError(`--shard-bytes: expected a whole number from 1, got ${options.shardBytes}.`);
  }
  if (options.samples !== undefined && (options.verify !== true || !(Number.isInteger(options.samples) && options.samples > 0))) {
    throw new UsageError(`--samples: expected a whole number from 1 beside --verify, got ${options.samples}.`);
  }
  const isTfjs = format === 'tfjs' || format === 'graph';
  if (isTfjs && options.keras !== undefined) throw new UsageError(`--keras: a tfjs model has one form. Leave it out.`);
  if (isTfjs) return;
  const misplaced = [options.quantize === 'none' ? undefined : '--quantize', options.shardBytes && '--shard-bytes', options.labels && '--labels', options.preprocess && '--preprocess'].filter(Boolean);
  if (misplaced.length > 0) throw new UsageError(`${misplaced.join(', ')}: only a tfjs model can hold that, and OUT is a ${format} file.`);
}

/** Converts a model file and says what came of it. */
export async function convert(source: string, target: string, options: ConvertOptions): Promise<void> {
  const format = options.to ?? formatOf(target);
  checkOptions(options, format);
  const labels = options.labels === undefined ? undefined : await readLabels(options.labels);
  const network = options.architecture === undefined ? {} : { architecture: await parseArchitecture(options.architecture) };
  const reading = progressBar(`Reading ${source}`, options);
  const { model, report } = await loadModelWithReport(source, {
    ...network,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    // What can hold it gets it, so that training goes on after the conversion.
    optimizer: format !== 'tfjs' && format !== 'graph',
    onProgress: ({ done, total }) => reading.update(done, total),
  }).finally(() => reading.stop());
  const saved = await saveModel(model, target, {
    format,
    quantize: options.quantize,
    force: options.force === true,
    ...(options.keras === undefined ? {} : { keras: options.keras === '3' ? 3 : 2 }),
    ...(options.shardBytes === undefined ? {} : { shardBytes: options.shardBytes }),
    ...(labels === undefined ? {} : { labels }),
    ...(options.preprocess === undefined ? {} : { preprocess: options.preprocess }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const agreement = options.verify === true ? await verify(model, await loadModel(target, format === 'weights' ? { architecture: serializeLayer(model, 'keras3') } : {}), options.samples ?? 8) : undefined;
  const notices = [...report.notices, ...saved.notices];
  if (options.json === true) console.log(JSON.stringify({ source, target, format, files: saved.files, bytes: saved.bytes, tensors: saved.tensors, notices, ...(agreement === undefined ? {} : { agreement }) }));
  else {
    printSaved(target, saved, notices);
    if (agreement !== undefined) console.log(describeAgreement(agreement));
  }
}

/** Each weight: how it is stored, its range, and the largest difference that storing it has made. */
function quantizationTable(tensors: SaveReport['tensors']): string {
  const right = (header: string) => ({ header, align: 'right' as const });
  const rows = tensors.map(({ name, shape, stored, min, max, worstError, note }) => [name, formatShape(shape), stored, min.toPrecision(3), max.toPrecision(3), worstError === 0 ? '0' : worstError.toPrecision(2), note ?? '']);
  return printTable(rows, ['Weight', 'Shape', 'Stored as', right('Least'), right('Largest'), right('Worst error'), '']);
}

function printSaved(target: string, saved: SaveReport, notices: readonly string[]): void {
  const worst = saved.tensors.reduce((most, tensor) => (tensor.worstError > (most?.worstError ?? 0) ? tensor : most), saved.tensors[0]);
  console.log(`Wrote ${target}: ${saved.files.length} ${saved.files.length === 1 ? 'file' : 'files'}, ${(saved.bytes / 1e6).toFixed(1)} MB.`);
  if (worst !== undefined && worst.worstError > 0) {
    console.log(quantizationTable(saved.tensors));
    console.log(`Largest rounding of a weight: ${worst.worstError.toPrecision(2)} in '${worst.name}', which ranges from ${worst.min.toPrecision(3)} to ${worst.max.toPrecision(3)}.`);
  }
  for (const notice of notices) console.log(`Note: ${notice}`);
}
