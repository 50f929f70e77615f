import { readFile } from 'node:fs/promises';
import { KedgeError } from '@kedge/graph-core';

async function readLabelFile(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new KedgeError('FILE_NOT_FOUND', `${path}: the labels cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`, { cause });
  });
  if (!text.trimStart().startsWith('[')) return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list) || !list.every((label) => typeof label === 'string')) {
    throw new KedgeError('INVALID_LABELS', `${path}: expected a JSON list of strings, or one label per line.`);
  }
  return list;
}

async function named(labels: string): Promise<readonly string[]> {
  if (labels === 'imagenet') return (await import('@kedge/applications/imagenet-labels')).imagenetLabels.map(({ label }) => label);
  if (labels === 'moderation') return (await import('@kedge/applications/moderation-labels')).moderationLabels;
  return readLabelFile(labels);
}

/**
 * The class names of a model.
 *
 * @param given `imagenet`, `moderation` or a file; else what travels with the model; else `class 0`, `class 1`, ...
 * @param count Classes that the model tells apart.
 * @throws {KedgeError} `LABELS_MISMATCH` when there are more or fewer names than classes.
 */
export async function resolveLabels(given: string | undefined, known: readonly string[] | undefined, count: number): Promise<readonly string[]> {
  const labels = given === undefined ? (known ?? Array.from({ length: count }, (_, i) => `class ${i}`)) : await named(given);
  if (labels.length !== count) {
    throw new KedgeError('LABELS_MISMATCH', `The model tells ${count} classes apart, and ${given ?? 'the model file'} names ${labels.length}. Use the labels that it was trained with.`);
  }
  return labels;
}
