/** What is done to a text before it is split. */
export type Standardize = 'lower_and_strip_punctuation' | 'lower' | 'strip_punctuation';

/** How a text is split: at runs of white space, or into characters. */
export type Split = 'whitespace' | 'character';

/** TensorFlow's lower case without an encoding is that of ASCII. */
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** Standardizes a text as Keras does: of letters and punctuation, those of ASCII only. */
export function standardized(text: string, how: Standardize | null): string {
  const lowered = how === 'lower' || how === 'lower_and_strip_punctuation' ? lower(text) : text;
  return how === 'strip_punctuation' || how === 'lower_and_strip_punctuation' ? lowered.replace(PUNCTUATION, '') : lowered;
}

/** Splits a text as TensorFlow does: white space is that of ASCII, and none is left at the ends; characters are code points. */
export function splitText(text: string, how: Split): string[] {
  if (how === 'character') return Array.from(text);
  return text.split(/[ \t\n\v\f\r]+/).filter((token) => token !== '');
}

/** Widths of runs of tokens: these, or all up to a number. */
export type Widths = number | readonly number[];

/** The widths that runs of so many tokens can have. */
export const widthsFor = (widths: Widths, count: number): readonly number[] => (typeof widths === 'number' ? Array.from({ length: Math.min(widths, count) }, (_, i) => i + 1) : widths);

/** All runs of tokens of the given widths, those of the first width first. */
export function ngramsOf(tokens: readonly string[], widths: Widths): string[] {
  return widthsFor(widths, tokens.length).flatMap((width) => Array.from({ length: Math.max(0, tokens.length - width + 1) }, (_, i) => tokens.slice(i, i + width).join(' ')));
}
