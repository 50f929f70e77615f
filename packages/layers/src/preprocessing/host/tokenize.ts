import { formatShape, HostFunction, ShapeMismatchError, type Shape, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { ngramsOf, splitText, standardized, widthsFor, type Split, type Standardize, type Widths } from './split-text.js';
import { NamedTextFunction } from '../text-step.js';
import { expectText, inputAt, textTensor } from './values.js';

/** How texts become tokens. */
export interface TokenizeOptions {
  readonly layer: string;
  readonly standardize: Standardize | NamedTextFunction<string> | null;
  readonly split: Split | NamedTextFunction<readonly string[]> | null;
  /** Widths of the runs of tokens that are put out in place of tokens. */
  readonly ngrams: Widths | null;
  /** How many tokens a text is cut or filled up to; `null` for those of the longest. */
  readonly length: number | null;
}

/** Turns texts into tokens, filled up with empty strings. Input: strings `[batch]` or `[batch, 1]`; without a split, of any shape. */
export class Tokenize extends HostFunction {
  readonly name = 'tokenize';
  readonly options: TokenizeOptions;

  constructor(options: TokenizeOptions) {
    super();
    this.options = options;
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    const x = inputAt(inputs);
    expectText(x, `'${this.options.layer}'`);
    return [{ shape: [...this.#rowsShape(x.shape), this.#width(x.shape)], dtype: 'string' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    const x = inputAt(inputs);
    const rows = this.rowsOf(x);
    const width = this.options.length ?? this.#fixedWidth(x.shape) ?? rows.reduce((most, { length }) => Math.max(most, length), 0);
    const data = rows.flatMap((tokens) => Array.from({ length: width }, (_, i) => tokens[i] ?? ''));
    return [textTensor(data, [...this.#rowsShape(x.shape).map((dim) => dim ?? 0), width])];
  }

  /** The tokens of each text, as many as it has. */
  rowsOf(x: Tensor): readonly (readonly string[])[] {
    const { standardize, split, ngrams } = this.options;
    const texts = (x.data as readonly string[]).map((text) => (standardize instanceof NamedTextFunction ? standardize.call(text) : standardized(text, standardize)));
    const rows = split === null ? rowsAlong(texts, x.shape) : texts.map((text) => (split instanceof NamedTextFunction ? split.call(text) : splitText(text, split)));
    return ngrams === null ? rows : rows.map((tokens) => ngramsOf(tokens, ngrams));
  }

  /** Shape of the output without its last dimension. */
  #rowsShape(shape: Shape): Shape {
    const { split, layer } = this.options;
    if (split === null) return shape.slice(0, -1);
    if (shape.length <= 1) return shape;
    if (shape.at(-1) !== 1 && shape.at(-1) !== null) {
      throw new ShapeMismatchError(`'${layer}' splits texts: expected a shape of one dimension, or with a last one of 1, got ${formatShape(shape)}.`);
    }
    return shape.slice(0, -1);
  }

  /** How many tokens there are where nothing is split. */
  #fixedWidth(shape: Shape): number | null {
    const { split, ngrams } = this.options;
    const last = shape.at(-1) ?? null;
    if (split !== null || last === null) return null;
    return ngrams === null ? last : widthsFor(ngrams, last).reduce((sum, width) => sum + Math.max(0, last - width + 1), 0);
  }

  #width(shape: Shape): number | null {
    return this.options.length ?? this.#fixedWidth(shape);
  }
}

function rowsAlong(texts: readonly string[], shape: readonly number[]): string[][] {
  const width = shape.at(-1) ?? 1;
  const count = width === 0 ? shape.slice(0, -1).reduce((a, b) => a * b, 1) : texts.length / width;
  return Array.from({ length: count }, (_, i) => texts.slice(i * width, (i + 1) * width));
}
