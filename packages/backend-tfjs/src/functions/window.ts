import { resolvePadding, type Padding } from '@kedge/graph-core';

/** How a window slides over the spatial dimensions of a tensor; one entry for each. */
export interface Windows {
  /** Cells of the input. */
  readonly input: readonly number[];
  /** Positions of the window. */
  readonly output: readonly number[];
  /** Cells of the window. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Cells of padding before and after. */
  readonly padding: readonly (readonly [number, number])[];
}

type Sizes = Pick<Windows, 'input' | 'output' | 'size' | 'strides' | 'dilations'>;

/** Puts numbers to the padding. */
export function windowsOf(sizes: Sizes, padding: Padding): Windows {
  const resolved = sizes.input.map((cells, i) =>
    resolvePadding(padding, cells, { size: sizes.size[i] ?? 1, stride: sizes.strides[i] ?? 1, dilation: sizes.dilations[i] ?? 1 }, i),
  );
  return { ...sizes, padding: resolved };
}

/** Widths for `pad` on `[batch, ...spatial, channels]`. */
export function aroundSpatial(widths: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  return [[0, 0], ...widths, [0, 0]];
}

/** Every cell of the window by its coordinates, row-major. */
export function tapsOf({ size }: Pick<Windows, 'size'>): number[][] {
  return size.reduce<number[][]>((taps, count) => taps.flatMap((tap) => Array.from({ length: count }, (_, i) => [...tap, i])), [[]]);
}

/** Where in the padded input one cell of the window lies at the first position. */
export function tapOffset(tap: readonly number[], { dilations }: Pick<Windows, 'dilations'>): number[] {
  return tap.map((place, i) => place * (dilations[i] ?? 1));
}

/**
 * Cells to put around (or, where negative, to cut off) a tensor of window positions spread by the strides, so that
 * sliding the turned window over it one by one walks over the input.
 */
export function turnedPadding({ input, output, size, strides, dilations, padding }: Windows): [number, number][] {
  return input.map((cells, i) => {
    const before = padding[i]?.[0] ?? 0;
    const span = ((size[i] ?? 1) - 1) * (dilations[i] ?? 1);
    return [span - before, cells + before - ((output[i] ?? 1) - 1) * (strides[i] ?? 1) - 1];
  });
}
