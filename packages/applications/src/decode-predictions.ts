import { formatShape, InvalidArgumentError, type NumericTensor, type Tensor } from '@kedge/graph-core';

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

/** How predictions are named. */
export interface DecodeOptions {
  /** How many classes of each example; 5 when missing, all where there are fewer. */
  readonly top?: number;
  /** Names of the classes in the order of the outputs, e.g. of `@kedge/applications/imagenet-labels`. */
  readonly labels: readonly (string | ClassLabel)[];
}

/**
 * The most probable classes of each example, best first.
 *
 * @param probabilities `[batch, classes]`, or `[classes]` for one example.
 * @returns One list for each example. Equal probabilities keep the order of the classes.
 * @throws {InvalidArgumentError} when there are more or fewer names than classes, and for probabilities that are no numbers.
 *
 * @example
 * decodePredictions(tensor([0.1, 0.7, 0.2], [1, 3]), { top: 1, labels: ['cat', 'dog', 'fox'] }); // [[{ index: 1, label: 'dog', probability: 0.7 }]]
 */
export function decodePredictions(probabilities: Tensor, options: DecodeOptions): Prediction[][] {
  const { top = 5, labels } = options;
  expectProbabilities(probabilities);
  if (!Number.isInteger(top) || top < 1) throw new InvalidArgumentError(`decodePredictions: expected a whole number from 1 for 'top', got ${String(top)}.`);
  const { data, shape } = probabilities;
  const classes = shape.at(-1) ?? 0;
  if (labels.length !== classes) throw new InvalidArgumentError(`decodePredictions: expected ${classes} labels, one for each class, got ${labels.length}.`);
  const named = labels.map((label): ClassLabel => (typeof label === 'string' ? { label } : label));
  return Array.from({ length: shape.length === 2 ? (shape[0] ?? 0) : 1 }, (_, row) =>
    named
      .map((label, index): Prediction => ({ index, ...label, probability: data[row * classes + index] ?? 0 }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, top),
  );
}

function expectProbabilities(probabilities: Tensor): asserts probabilities is NumericTensor {
  const { data, dtype, shape } = probabilities;
  if (dtype === 'string' || shape.length < 1 || shape.length > 2) {
    throw new InvalidArgumentError(`decodePredictions: expected probabilities [batch, classes], got ${dtype} of shape ${formatShape(shape)}.`);
  }
  const bad = data.findIndex((value) => Number.isNaN(value));
  if (bad >= 0) throw new InvalidArgumentError(`decodePredictions: expected probabilities, got NaN at position ${bad}. The model's weights or its input hold NaN.`);
}
