import { resolvedSlice } from './sizes.js';
import { read, type GraphNode } from './graph-json.js';

/** Numbers that are known before a graph runs; `null` for a size that is not. */
export type Known = readonly (number | null)[];

const LARGEST = 4096;

const arithmetic =
  (fn: (a: number, b: number) => number) =>
  (a: Known, b: Known): Known =>
    Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
      const [left = null, right = null] = [a.length === 1 ? a[0] : a[i], b.length === 1 ? b[0] : b[i]];
      return left === null || right === null ? null : fn(left, right);
    });

const BINARY: Readonly<Record<string, (a: Known, b: Known) => Known>> = {
  Add: arithmetic((a, b) => a + b),
  AddV2: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  FloorDiv: arithmetic((a, b) => Math.floor(a / b)),
  Maximum: arithmetic(Math.max),
  Minimum: arithmetic(Math.min),
};

/**
 * What a node gives, if that is known before the graph runs: graphs compute with shapes, and shapes are known but for the batch.
 *
 * @param inputs What is known of its inputs.
 * @param shapes Shapes of its inputs.
 */
export function knownNumbers(node: GraphNode, inputs: readonly (Known | undefined)[], shapes: readonly Known[]): Known | undefined {
  if (node.op === 'Shape') return shapes[0];
  if (node.op === 'Rank') return [shapes[0]?.length ?? 0];
  if (!inputs.every((input) => input !== undefined && input.length <= LARGEST)) return undefined;
  const given = inputs as readonly Known[];
  const [a = [], b = []] = given;
  switch (node.op) {
    case 'Identity':
    case 'Cast':
    case 'Reshape':
    case 'Squeeze':
    case 'ExpandDims':
      return a;
    case 'Pack':
      return given.every(({ length }) => length === 1) ? given.flat() : undefined;
    case 'ConcatV2':
      return given.slice(0, -1).flat();
    case 'GatherV2':
      return b.every((at) => at !== null) ? b.map((at) => a[at < 0 ? at + a.length : at] ?? null) : undefined;
    case 'Prod':
      return [a.includes(null) ? null : a.reduce<number>((product, size) => product * (size ?? 1), 1)];
    case 'StridedSlice':
      return resolvedSlice(a, given.slice(1), { begin: read.int(node, 'begin_mask', 0), end: read.int(node, 'end_mask', 0), shrink: read.int(node, 'shrink_axis_mask', 0) });
    case 'Slice':
      return resolvedSlice(a, [b, [(b[0] ?? 0) + (given[2]?.[0] ?? 0)], [1]], { begin: 0, end: given[2]?.[0] === -1 ? 1 : 0, shrink: 0 });
    default:
      return BINARY[node.op]?.(a, b);
  }
}
