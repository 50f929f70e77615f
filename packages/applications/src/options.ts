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

/** What an option may be; scripts without types, and options read from text, bring anything. */
export type OptionRule = readonly [key: string, expected: string, holds: (value: unknown) => boolean];

const isWhole = (value: unknown, least: number): boolean => Number.isInteger(value) && (value as number) >= least;
const isBoolean = (value: unknown): boolean => value === undefined || typeof value === 'boolean';
const isMissing = (value: unknown): boolean => value === undefined || value === null;

const RULES: readonly OptionRule[] = [
  ['includeTop', 'true or false', isBoolean],
  ['classes', 'a whole number from 1', (value) => value === undefined || isWhole(value, 1)],
  ['classifierActivation', 'the name of an activation, or null', (value) => isMissing(value) || typeof value === 'string'],
  ['inputTensor', 'a symbolic tensor', (value) => isMissing(value) || isSymbolicTensor(value)],
  ['pooling', "'avg', 'max' or null", (value) => isMissing(value) || value === 'avg' || value === 'max'],
  ['name', 'a name', (value) => isMissing(value) || (typeof value === 'string' && value !== '')],
  ['firstLayerNumber', 'a whole number from 0', (value) => value === undefined || isWhole(value, 0)],
];

/** Options that several families take besides those of all. */
export const ALPHA_RULE: OptionRule = ['alpha', 'a number above 0', (value) => value === undefined || (Number.isFinite(value) && (value as number) > 0)];
export const PREPROCESSING_RULE: OptionRule = ['includePreprocessing', 'true or false', isBoolean];
export const MINIMALISTIC_RULE: OptionRule = ['minimalistic', 'true or false', isBoolean];
export const IMAGENET_SCALING_RULE: OptionRule = ['imagenetScaling', 'true or false', isBoolean];
export const DEPTH_MULTIPLIER_RULE: OptionRule = ['depthMultiplier', 'a whole number from 1', (value) => value === undefined || isWhole(value, 1)];

/** A share that is dropped in training. */
export const rateRule = (key: string): OptionRule => [key, 'a number from 0 to 1', (value) => value === undefined || (typeof value === 'number' && value >= 0 && value <= 1)];

/**
 * Checks options one by one.
 *
 * @param application For messages.
 * @param ownRules Options that this application takes besides those of all.
 * @throws {InvalidArgumentError} for a key that there is not, for weights by name, and for values that do not fit.
 */
export function checkOptions(options: ApplicationOptions, application: string, ownRules: readonly OptionRule[] = []): void {
  const given = options as Readonly<Record<string, unknown>>;
  const allowed = [...KEYS, ...ownRules.map(([key]) => key)];
  const unknown = Object.keys(options).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new InvalidArgumentError(`${application}: unknown option '${unknown}'. There are: ${allowed.join(', ')}.`);
  if (!isMissing(options.weights)) {
    throw new InvalidArgumentError(
      `${application}: weights are not downloaded, got weights: ${JSON.stringify(options.weights)}. Leave it out, and load a file with 'await loadWeights(model, file)' of @kedge/converter.`,
    );
  }
  for (const [key, expected, holds] of [...RULES, ...ownRules]) {
    if (!holds(given[key])) throw new InvalidArgumentError(`${application}: expected ${expected} for '${key}', got ${shown(given[key])}.`);
  }
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
