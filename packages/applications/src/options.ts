import { InvalidArgumentError, isSymbolicTensor, type Shape, type SymbolicTensor } from '@kedge/graph-core';

/** Options that every application has, as in `keras.applications`. */
export interface ApplicationOptions {
  /** Whether the classifier on top is part of the network; true when missing. */
  readonly includeTop?: boolean;
  /** Classes that the classifier tells apart; 1000 when missing. */
  readonly classes?: number;
  /** Activation of the classifier; `softmax` when missing, null for logits. */
  readonly classifierActivation?: string | null;
  /** Rows, columns, channels; without a top, null where any size will do. */
  readonly inputShape?: Shape | null;
  /** A tensor to build on, in place of an input of its own; the model then starts where the tensor comes from. */
  readonly inputTensor?: SymbolicTensor | null;
  /** What becomes of the feature maps without a top: their mean, their maximum, or themselves. */
  readonly pooling?: 'avg' | 'max' | null;
  /** Name of the model. */
  readonly name?: string | null;
  /** Always null: weights are not downloaded. */
  readonly weights?: null;
  /**
   * Number of the first layer of each class among those that Keras names automatically, for names that do not depend on what was
   * made before: 0 names them as a new Keras 3 session does (`conv2d`, `conv2d_1`, ...), 1 as the official weights files do
   * (`conv2d_1`, ...). When missing, the automatic counting goes on. Layers of your own then need names of their own.
   */
  readonly firstLayerNumber?: number;
}

const KEYS = ['includeTop', 'classes', 'classifierActivation', 'inputShape', 'inputTensor', 'pooling', 'name', 'weights', 'firstLayerNumber'];

const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && (value as number) >= least;
const isMissing = (value: unknown): boolean => value === undefined || value === null;

/** What each option may be; scripts without types, and options read from text, bring anything. */
const RULES: readonly (readonly [key: keyof ApplicationOptions, expected: string, holds: (value: unknown) => boolean])[] = [
  ['includeTop', 'true or false', (value) => value === undefined || typeof value === 'boolean'],
  ['classes', 'a whole number from 1', (value) => value === undefined || isWhole(value, 1)],
  ['classifierActivation', 'the name of an activation, or null', (value) => isMissing(value) || typeof value === 'string'],
  ['inputTensor', 'a symbolic tensor', (value) => isMissing(value) || isSymbolicTensor(value)],
  ['pooling', "'avg', 'max' or null", (value) => isMissing(value) || value === 'avg' || value === 'max'],
  ['name', 'a name', (value) => isMissing(value) || (typeof value === 'string' && value !== '')],
  ['firstLayerNumber', 'a whole number from 0', (value) => value === undefined || isWhole(value, 0)],
];

/**
 * Checks options one by one.
 *
 * @param application For messages.
 * @param ownKeys Keys that this application takes besides those of all.
 * @throws {InvalidArgumentError} for a key that there is not, for weights by name, and for values that do not fit.
 */
export function checkOptions(options: ApplicationOptions, application: string, ownKeys: readonly string[] = []): void {
  const allowed = [...KEYS, ...ownKeys];
  const unknown = Object.keys(options).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new InvalidArgumentError(`${application}: unknown option '${unknown}'. There are: ${allowed.join(', ')}.`);
  if (!isMissing(options.weights)) {
    throw new InvalidArgumentError(
      `${application}: weights are not downloaded, got weights: ${JSON.stringify(options.weights)}. Leave it out, and load a file with 'await loadWeights(model, file)' of @kedge/converter.`,
    );
  }
  for (const [key, expected, holds] of RULES) {
    if (!holds(options[key])) throw new InvalidArgumentError(`${application}: expected ${expected} for '${key}', got ${shown(options[key])}.`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
