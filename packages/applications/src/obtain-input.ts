import { formatShape, InvalidArgumentError, type Dim, type Shape, type SymbolicTensor } from '@kedge/graph-core';
import { input } from '@kedge/layers';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';

/** What an application asks of its input. */
export interface InputRule {
  /** The application, for messages. */
  readonly application: string;
  /** Rows and columns where the caller names none. */
  readonly defaultSize: number;
  /** Smallest rows and columns. */
  readonly minSize: number;
  /** Whether rows and columns may stay open under a classifier, too, and are by default. */
  readonly staysOpen?: boolean;
}

/**
 * The shape of one picture: the caller's, or the default; without a top, any size from the smallest on.
 *
 * @returns `[rows, columns, channels]`, null for sizes that are open.
 * @throws {InvalidArgumentError} for a shape that is none, too small, or open where a classifier sits on top.
 */
export function obtainInputShape({ inputShape, includeTop = true }: ApplicationOptions, rule: InputRule): Shape {
  const { application, defaultSize, minSize, staysOpen = false } = rule;
  const needsSize = includeTop && !staysOpen;
  if (inputShape === undefined || inputShape === null) return needsSize ? [defaultSize, defaultSize, 3] : [null, null, 3];
  const expectThat = (holds: boolean, expected: string): void => {
    if (!holds) throw new InvalidArgumentError(`${application}: expected ${expected}, got ${Array.isArray(inputShape) ? formatShape(inputShape) : typeof inputShape}.`);
  };
  expectThat(Array.isArray(inputShape) && inputShape.length === 3, 'inputShape as [rows, columns, channels]');
  const [rows = null, columns = null, channels = null] = inputShape;
  expectThat([rows, columns, channels].every((dim) => dim === null || (Number.isInteger(dim) && dim > 0)), 'whole numbers in inputShape, null where open');
  expectThat(channels !== null, 'a number of channels in inputShape');
  expectThat([rows, columns].every((dim) => dim === null || dim >= minSize), `an inputShape of at least ${minSize} x ${minSize}`);
  expectThat(!needsSize || (rows !== null && columns !== null), 'rows and columns in inputShape, since includeTop is on (set includeTop: false for pictures of any size)');
  return inputShape;
}

/**
 * The tensor that an application starts from: the caller's, or a new input.
 *
 * @throws {InvalidArgumentError} for a shape or a tensor that does not fit.
 */
export function obtainInput(options: ApplicationOptions, rule: InputRule, names: LayerNames): SymbolicTensor {
  const shape = obtainInputShape(options, rule);
  const given = options.inputTensor ?? undefined;
  if (given === undefined) return input({ shape, ...named(names('input_layer')) });
  if (given.shape.length !== 4) {
    throw new InvalidArgumentError(`${rule.application}: expected an inputTensor [batch, rows, columns, channels], got ${formatShape(given.shape)}.`);
  }
  const wanted = options.inputShape ?? given.shape.slice(1);
  const agrees = (dim: Dim | undefined, i: number): boolean => dim === null || dim === wanted[i] || wanted[i] === null;
  if (!given.shape.slice(1).every(agrees)) {
    throw new InvalidArgumentError(
      `${rule.application}: inputShape ${formatShape(wanted)} and inputTensor ${formatShape(given.shape)} disagree. Leave inputShape out: the tensor says its own.`,
    );
  }
  return given;
}

const named = (name: string | null): { name?: string } => (name === null ? {} : { name });
