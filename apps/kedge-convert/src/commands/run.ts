import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { progressBar, UsageError, type CommonOptions, type SessionCommandOptions } from '@kedge/cli-kit';
import { loadModel, writeFileAtomically } from '@kedge/converter';
import { KedgeError, type Tensor } from '@kedge/graph-core';
import { createSession, type BackendName } from '@kedge/runtime';
import { parseArchitecture } from '../architecture.js';
import { decodeNpy, encodeNpy } from '../npy.js';

/** Options of `kedge-convert run`. */
export interface RunOptions extends CommonOptions, SessionCommandOptions<BackendName> {
  readonly input: readonly string[];
  readonly output: string;
  readonly architecture?: string;
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** `--input` values as tensors by input name; one without a name is for a model with one input. */
async function readInputs(given: readonly string[], names: readonly string[]): Promise<Record<string, Tensor>> {
  const inputs: Record<string, Tensor> = {};
  for (const text of given) {
    const name = names.find((candidate) => text.startsWith(`${candidate}=`));
    const path = name === undefined ? text : text.slice(name.length + 1);
    const target = name ?? (names.length === 1 ? names[0] : undefined);
    if (target === undefined) throw new UsageError(`--input ${text}: this model has the inputs ${names.join(', ')}. Write NAME=FILE for each.`);
    inputs[target] = decodeNpy(await readFile(path).catch((cause: unknown) => refuse(path, cause)), path);
  }
  return inputs;
}

function refuse(path: string, cause: unknown): never {
  throw new KedgeError('FILE_NOT_FOUND', `${path}: cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`, { cause });
}

/** A name as part of a file name: layer names may hold slashes. */
const fileNameOf = (name: string): string => `${name.replaceAll(/[^\w.-]/g, '_')}.npy`;

/** Runs a model on arrays and writes what it answers. */
export async function runModel(source: string, options: RunOptions): Promise<void> {
  if (options.input.length === 0) throw new UsageError('--input is missing: name a .npy file.');
  const index = join(options.output, 'outputs.json');
  if (options.force !== true && existsSync(index)) {
    throw new KedgeError('FILE_EXISTS', `${index} is there already. Name another folder, or give --force to replace it.`);
  }
  const network = options.architecture === undefined ? {} : { architecture: await parseArchitecture(options.architecture) };
  const reading = progressBar(`Reading ${basename(source)}`, options);
  const model = await loadModel(source, {
    ...network,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: ({ done, total }) => reading.update(done, total),
  }).finally(() => reading.stop());
  const session = await createSession(model, { backend: options.backend, threads: options.threads });
  try {
    const inputs = await readInputs(options.input, session.inputs.map(({ name }) => name));
    const started = performance.now();
    const outputs = await session.run(inputs);
    const ms = performance.now() - started;
    await writeOutputs(session.outputs.map(({ name }) => name), outputs, options, { backend: session.backend, ms });
  } finally {
    await session.dispose();
  }
}

async function writeOutputs(names: readonly string[], outputs: readonly Tensor[], options: RunOptions, facts: { readonly backend: string; readonly ms: number }): Promise<void> {
  await mkdir(options.output, { recursive: true });
  const written = outputs.map((tensor, i) => ({ name: names[i] ?? `output_${i}`, file: fileNameOf(names[i] ?? `output_${i}`), shape: tensor.shape, dtype: tensor.dtype }));
  for (const [i, { file }] of written.entries()) await writeFileAtomically(join(options.output, file), encodeNpy(outputs[i] as Tensor));
  await writeFileAtomically(join(options.output, 'outputs.json'), `${JSON.stringify({ outputs: written, ...facts }, undefined, 2)}\n`);
  if (options.json === true) console.log(JSON.stringify({ outputs: written, ...facts }));
  else for (const { file, shape } of written) console.log(`Wrote ${join(options.output, file)} (${shape.join(', ')}), computed on ${facts.backend} in ${facts.ms.toFixed(0)} ms.`);
}
