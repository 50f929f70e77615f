import { formatShape, InvalidArgumentError, type Shape, type SymbolicTensor } from '@kedge/graph-core';
import { input } from '@kedge/layers';

/** Options that every application has, as in `keras.applications`. */
export interface ApplicationOptions {
  /** Whether the classifier on top is part of the network; true when missing. */
  readonly includeTop?: boolean;
  /** Classes that the classifier tells apart; 1000 when missing. */
  readonly classes?: number;
  /** Activation of the classifier; `softmax` when missing, null for logits. */
  readonly classifierActivation?: string | null;
  /** Rows, columns, channels; null where any size will do, without a top. */
  readonly inputShape?: Shape;
  /** A tensor to build on, in place of an input of its own. */
  readonly inputTensor?: SymbolicTensor;
  /** What becomes of the feature maps without a top: their mean, their maximum, or themselves. */
  readonly pooling?: 'avg' | 'max' | null;
  readonly name?: string;
  /** Always null: weights are not downloaded. */
  readonly weights?: null;
}

/** What an application asks of its input. */
export interface InputRule {
  /** The application, for messages. */
  readonly application: string;
  readonly defaultSize: number;
  /** Smallest rows and columns. */
  readonly minSize: number;
}

/**
 * Checks options that a file of another language may have brought, and makes or takes the input tensor.
 *
 * @throws {InvalidArgumentError} for weights by name, a shape that is too small or has no 1 or 3 channels, classes below 1.
 */
export function obtainInput(options: ApplicationOptions, rule: InputRule): SymbolicTensor {
  expectNoWeights(options.weights, rule.application);
  const { classes = 1000, includeTop = true, pooling = null } = options;
  if (!Number.isInteger(classes) || classes < 1) throw new InvalidArgumentError(`${rule.application}: expected classes from 1, got ${classes}.`);
  if (pooling !== null && pooling !== 'avg' && pooling !== 'max') throw new InvalidArgumentError(`${rule.application}: expected pooling 'avg', 'max' or null, got '${String(pooling)}'.`);
  if (options.inputTensor !== undefined) return options.inputTensor;
  const fallback: Shape = includeTop ? [rule.defaultSize, rule.defaultSize, 3] : [null, null, 3];
  const shape = options.inputShape ?? fallback;
  expectShape(shape, rule);
  return input({ shape });
}

function expectNoWeights(weights: unknown, application: string): void {
  if (weights === undefined || weights === null) return;
  throw new InvalidArgumentError(
    `${application}: weights are not downloaded, got weights: ${JSON.stringify(weights)}. Leave it out, and load a weights file with loadWeights(model, file) of @kedge/converter.`,
  );
}

function expectShape(shape: Shape, { application, minSize }: InputRule): void {
  const [rows, columns, channels] = shape;
  const isLarge = (dim: number | null | undefined): boolean => dim === null || (dim !== undefined && dim >= minSize);
  if (shape.length !== 3 || channels === null || channels === undefined) {
    throw new InvalidArgumentError(`${application}: expected inputShape as [rows, columns, channels], got ${formatShape(shape)}.`);
  }
  if (!isLarge(rows) || !isLarge(columns)) {
    throw new InvalidArgumentError(`${application}: expected an inputShape of at least ${minSize} x ${minSize}, got ${formatShape(shape)}.`);
  }
}
