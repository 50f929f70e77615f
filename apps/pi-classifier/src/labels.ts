import { readLabels } from '@kedge/cli-kit';
import { KedgeError } from '@kedge/graph-core';

async function named(labels: string): Promise<readonly string[]> {
  if (labels === 'imagenet') return (await import('@kedge/applications/imagenet-labels')).imagenetLabels.map(({ label }) => label);
  if (labels === 'moderation') return (await import('@kedge/applications/moderation-labels')).moderationLabels;
  return readLabels(labels);
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
