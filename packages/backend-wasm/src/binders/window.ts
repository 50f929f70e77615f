import { resolvePadding, type Padding } from '@kedge/graph-core';

/** A tensor of pictures with up to three spatial dimensions: the missing ones are 1. */
export interface Picture {
  readonly batch: number;
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Looks at `[batch, ...spatial, channels]` as at pictures of three spatial dimensions. */
export function pictureOf(shape: readonly number[]): Picture {
  const [frames = 1, height = 1, width = 1] = threeOf(shape.slice(1, -1), 1);
  return { batch: shape[0] ?? 1, frames, height, width, channels: shape.at(-1) ?? 1 };
}

/** Numbers for one to three spatial dimensions as numbers for three. */
export function threeOf(values: readonly number[], missing: number): readonly number[] {
  return [...Array.from({ length: 3 - values.length }, () => missing), ...values];
}

/** A window that slides over three spatial dimensions. */
export interface WindowGeometry {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Cells before the first one. */
  readonly before: readonly number[];
  /** Whether any window reaches beyond the input. */
  readonly isPadded: boolean;
}

/** How a window slides over the spatial part of an input. */
export function windowGeometry(input: readonly number[], attrs: { readonly size: readonly number[]; readonly strides: readonly number[]; readonly dilations?: readonly number[]; readonly padding: Padding }): WindowGeometry {
  const dilations = attrs.dilations ?? attrs.size.map(() => 1);
  const pads = input.map((dim, i) =>
    resolvePadding(attrs.padding, dim, { size: attrs.size[i] ?? 1, stride: attrs.strides[i] ?? 1, dilation: dilations[i] ?? 1 }, i),
  );
  return {
    size: threeOf(attrs.size, 1),
    strides: threeOf(attrs.strides, 1),
    dilations: threeOf(dilations, 1),
    before: threeOf(pads.map(([before]) => before), 0),
    isPadded: pads.some(([before, after]) => before > 0 || after > 0),
  };
}
