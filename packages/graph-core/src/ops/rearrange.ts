import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import type { Dim } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { shapeOf } from './operands.js';
import { reshape, transpose } from './reshaping.js';

/** One side of a pattern: names of axes, those in parentheses together. */
function parseSide(side: string): readonly (readonly string[])[] {
  return (side.match(/\w+|\([^)]*\)/g) ?? []).map((group) => group.replace(/[()]/g, '').trim().split(/\s+/).filter((name) => name !== ''));
}

/** The size of each name of a group; one that is not given follows from the size of all. */
function sizesOf(group: readonly string[], dim: Dim, lengths: Readonly<Record<string, number>>): readonly (readonly [string, Dim])[] {
  const open = group.filter((name) => lengths[name] === undefined);
  const known = group.reduce((product, name) => product * (lengths[name] ?? 1), 1);
  if (open.length > 1 || (dim !== null && (open.length === 0 ? known !== dim : dim % known !== 0))) {
    throw new ShapeMismatchError(`rearrange: expected lengths of all axes but one of (${group.join(' ')}) that ${dim} is made of.`);
  }
  return group.map((name) => [name, lengths[name] ?? (dim === null ? null : dim / known)] as const);
}

const product = (dims: readonly Dim[]): Dim => dims.reduce<Dim>((size, dim) => (size === null || dim === null ? null : size * dim), 1);

/**
 * Splits, reorders and joins axes by names, as einops does: `'b (h s) c -> b h (s c)'`.
 *
 * @param lengths Sizes of names that do not follow from the shape.
 */
export const rearrange = op('rearrange', (x: ValueLike, pattern: string, lengths: Readonly<Record<string, number>> = {}): Value => {
  const [left, right] = pattern.split('->').map(parseSide);
  const shape = shapeOf(x);
  if (left === undefined || right === undefined || left.length !== shape.length) {
    throw new InvalidArgumentError(`rearrange: expected a pattern like 'b h w -> b (h w)' with ${shape.length} axes on the left, got '${pattern}'.`);
  }
  const sizes = new Map(left.flatMap((group, i) => sizesOf(group, shape[i] ?? null, lengths)));
  const [from, to] = [left.flat(), right.flat()];
  if (from.length !== to.length || new Set(from).size !== from.length || !to.every((name) => sizes.has(name))) {
    throw new InvalidArgumentError(`rearrange: expected each name once on either side, got '${pattern}'.`);
  }
  const apart = reshape(x, from.map((name) => sizes.get(name) ?? null));
  const ordered = transpose(apart, to.map((name) => from.indexOf(name)));
  return reshape(ordered, right.map((group) => product(group.map((name) => sizes.get(name) ?? null))));
}, 'einops.rearrange(tensor, pattern, {**})');
