import { InvalidArgumentError, type Tensor } from '@kedge/graph-core';

/** A class with its name; ImageNet's also have a synset id. */
export interface ClassLabel {
  /** WordNet synset, e.g. `n02504458`. */
  readonly id?: string;
  readonly label: string;
}

/** One class of a prediction. */
export interface Prediction extends ClassLabel {
  /** Which output it is. */
  readonly index: number;
  readonly probability: number;
}

/**
 * The most probable classes of each example, best first.
 *
 * @param probabilities `[batch, classes]`, or `[classes]` for one example.
 * @param options How many, and the names of the classes in order (e.g. of `@kedge/applications/imagenet-labels`).
 * @returns One list for each example. Equal probabilities keep the order of the classes.
 * @throws {InvalidArgumentError} when there are more or fewer names than classes.
 */
export function decodePredictions(
  probabilities: Tensor,
  options: { readonly top?: number; readonly labels: readonly (string | ClassLabel)[] },
): Prediction[][] {
  const { top = 5, labels } = options;
  const { data, shape } = probabilities;
  const classes = shape.at(-1) ?? 0;
  if (probabilities.dtype === 'string' || shape.length < 1 || shape.length > 2) {
    throw new InvalidArgumentError(`decodePredictions: expected probabilities [batch, classes], got ${probabilities.dtype} of shape (${shape.join(', ')}).`);
  }
  if (labels.length !== classes) throw new InvalidArgumentError(`decodePredictions: expected ${classes} labels, one for each class, got ${labels.length}.`);
  const named = labels.map((label): ClassLabel => (typeof label === 'string' ? { label } : label));
  return Array.from({ length: shape.length === 2 ? (shape[0] ?? 0) : 1 }, (_, row) =>
    named
      .map((label, index): Prediction => ({ index, ...label, probability: Number(data[row * classes + index]) }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, top),
  );
}
