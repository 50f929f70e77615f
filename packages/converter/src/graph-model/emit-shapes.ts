import { isSize, sizeOf, tensor, type Dim, type PrimitiveName } from '@kedge/graph-core';
import { attr, knownShape } from './graph-def.js';
import { castTo, direct, FIX_SHAPE, outputOf, refuse, reshapeTo, shapeAt, specOf, transposeBy, typeAttr, type Call, type Emit } from './emit.js';
import { sizesNode } from './open-sizes.js';

type Table<K extends PrimitiveName> = { readonly [P in K]: Emit<P> };

/** An operation that takes axes as a second input. */
function reduction<K extends 'all' | 'any' | 'max' | 'mean' | 'min' | 'prod' | 'sum'>(op: string): Emit<K> {
  return (call) => {
    const { axes, keepDims } = call.attrs as Call<'sum'>['attrs'];
    if (axes.length === 0) return direct<K>('Identity')(call);
    return [call.graph.add(op, call.name, [call.inputs[0] ?? '', call.graph.ints(axes, `${call.name}/axes`)], { ...typeAttr(call), keep_dims: attr.bool(keepDims) })];
  };
}

function argReduction<K extends 'argmax' | 'argmin'>(op: string): Emit<K> {
  return (call) => {
    const { axis, keepDims } = call.attrs as Call<'argmax'>['attrs'];
    const place = call.graph.add(op, call.name, [call.inputs[0] ?? '', call.graph.scalar(axis, 'int32', `${call.name}/axis`)], typeAttr(call));
    return [keepDims ? expandAt(call, place, axis) : place];
  };
}

function cumulative<K extends 'cumsum' | 'cumprod'>(op: string): Emit<K> {
  return (call) => {
    const { axis, exclusive, reverse } = call.attrs as Call<'cumsum'>['attrs'];
    const axisNode = call.graph.scalar(axis, 'int32', `${call.name}/axis`);
    return [call.graph.add(op, call.name, [call.inputs[0] ?? '', axisNode], { ...typeAttr(call), exclusive: attr.bool(exclusive), reverse: attr.bool(reverse) })];
  };
}

/** A dimension of size 1 put in. */
export function expandAt(call: Pick<Call, 'graph' | 'name'>, x: string, axis: number): string {
  return call.graph.add('ExpandDims', `${call.name}/expand`, [x, call.graph.scalar(axis, 'int32', `${call.name}/axis`)]);
}

function broadcastTo(call: Call<'broadcastTo'>): readonly string[] {
  const { dtype } = specOf(call, 0);
  const shape = sizesNode(outputOf(call).shape, call.open.outputs[0], call.graph, call.name, call.open.nodeOf);
  if (shape === undefined) return refuse(call, `it repeats values as often as only a run tells. ${FIX_SHAPE}`);
  return [call.graph.add('BroadcastTo', call.name, [call.inputs[0] ?? '', shape], { T: attr.type(dtype) })];
}

function concatenate(call: Call<'concatenate'>): readonly string[] {
  if (call.inputs.length === 1) return direct<'concatenate'>('Identity')(call);
  const axis = call.graph.scalar(call.attrs.axis, 'int32', `${call.name}/axis`);
  return [call.graph.add('ConcatV2', call.name, [...call.inputs, axis], { ...typeAttr(call), N: attr.int(call.inputs.length) })];
}

const PAD_MODES = { reflect: 'REFLECT', symmetric: 'SYMMETRIC' } as const;

function pad(call: Call<'pad'>): readonly string[] {
  const { graph, name, attrs } = call;
  const [x = ''] = call.inputs;
  if (attrs.padWidth.every(([before, after]) => before === 0 && after === 0)) return direct<'pad'>('Identity')(call);
  const widths = graph.ints(attrs.padWidth.flat(), `${name}/paddings`, [attrs.padWidth.length, 2]);
  if (attrs.mode === 'constant') {
    const type = specOf(call, 0).dtype === 'float32' ? 'float32' : 'int32';
    return [graph.add('PadV2', name, [x, widths, graph.scalar(attrs.value, type, `${name}/value`)], typeAttr(call))];
  }
  if (attrs.mode === 'edge') return [padWithEdge(call)];
  return [graph.add('MirrorPad', name, [x, widths], { ...typeAttr(call), mode: attr.string(PAD_MODES[attrs.mode]) })];
}

/** Picks each cell as often as it stands in the result, axis by axis. */
function padWithEdge(call: Call<'pad'>): string {
  return call.attrs.padWidth.reduce((x, [before, after], axis) => {
    const dim = shapeAt(call, 0)[axis] ?? null;
    if (before === 0 && after === 0) return x;
    if (dim === null) return refuse(call, 'it repeats the edge of a dimension whose size only a run tells');
    const cells = Array.from({ length: before + dim + after }, (_, i) => Math.min(Math.max(i - before, 0), dim - 1));
    return pick(call, x, cells, axis);
  }, call.inputs[0] ?? '');
}

/** Cells of an axis by their places. */
export function pick(call: Pick<Call, 'graph' | 'name'>, x: string, cells: readonly number[], axis: number): string {
  return call.graph.add('GatherV2', `${call.name}/pick`, [x, call.graph.ints(cells, `${call.name}/cells`), call.graph.scalar(axis, 'int32', `${call.name}/axis`)], { batch_dims: attr.int(0) });
}

function split(call: Call<'split'>): readonly string[] {
  const { graph, name, attrs } = call;
  const sizes = graph.ints(attrs.sizes, `${name}/sizes`);
  const parts = graph.add('SplitV', name, [call.inputs[0] ?? '', sizes, graph.scalar(attrs.axis, 'int32', `${name}/axis`)], typeAttr(call));
  return attrs.sizes.map((_, i) => (i === 0 ? parts : `${parts}:${i}`));
}

function slice(call: Call<'slice'>): readonly string[] {
  const { graph, name, attrs } = call;
  return [graph.add('Slice', name, [call.inputs[0] ?? '', graph.ints(attrs.begin, `${name}/begin`), graph.ints(attrs.size, `${name}/size`)], typeAttr(call))];
}

function stridedSlice(call: Call<'stridedSlice'>): readonly string[] {
  const { graph, name } = call;
  const { ranges } = call.attrs;
  const mask = (isOpen: (range: (typeof ranges)[number]) => boolean): number => ranges.reduce((bits, range, i) => bits | (isOpen(range) ? 1 << i : 0), 0);
  const inputs = [call.inputs[0] ?? '', graph.ints(ranges.map(({ begin }) => begin ?? 0), `${name}/begin`), graph.ints(ranges.map(({ end }) => end ?? 0), `${name}/end`), graph.ints(ranges.map(({ step }) => step), `${name}/steps`)];
  const masks = { begin_mask: attr.int(mask(({ begin }) => begin === null)), end_mask: attr.int(mask(({ end }) => end === null)), new_axis_mask: attr.int(0), ellipsis_mask: attr.int(0), shrink_axis_mask: attr.int(0) };
  return [graph.add('StridedSlice', name, inputs, { ...typeAttr(call), ...masks })];
}

/** Places below 0 count from the end. */
function fromStart(call: Call, indices: string, dim: Dim, axis: number): string {
  const { graph, name } = call;
  const size = dim === null ? lengthOf(call, call.inputs[0] ?? '', axis) : graph.scalar(dim, 'int32', `${name}/cells`);
  const isNegative = graph.add('Less', `${name}/is_negative`, [indices, graph.scalar(0, 'int32', 'zero_int')], { T: attr.type('int32') });
  return graph.add('SelectV2', `${name}/places`, [isNegative, graph.add('AddV2', `${name}/from_end`, [indices, size], { T: attr.type('int32') }), indices], { T: attr.type('int32') });
}

/** The size of one axis, as a run tells it. */
function lengthOf(call: Pick<Call, 'graph' | 'name'>, x: string, axis: number): string {
  const all = call.graph.add('Shape', `${call.name}/shape_of`, [x], { T: attr.type('float32'), out_type: attr.type('int32') });
  return call.graph.add('Squeeze', `${call.name}/length`, [call.graph.add('Slice', `${call.name}/size_of`, [all, call.graph.ints([axis], `${call.name}/at`), call.graph.ints([1], `${call.name}/one`)])], { squeeze_dims: attr.ints([0]) });
}

function gather(call: Call<'gather'>): readonly string[] {
  const { graph, name, inputs, attrs } = call;
  const [x = '', indices = ''] = inputs;
  const places = fromStart(call, indices, shapeAt(call, 0)[attrs.axis] ?? null, attrs.axis);
  return [graph.add('GatherV2', name, [x, places, graph.scalar(attrs.axis, 'int32', `${name}/axis`)], { batch_dims: attr.int(attrs.batchDims) })];
}

/** Ones and zeros, the depth in the last place. */
function hotRows(call: Call, indices: string, depth: number): string {
  const { graph, name } = call;
  const inputs = [indices, graph.scalar(depth, 'int32', `${name}/depth`), graph.scalar(1, 'float32', 'one'), graph.scalar(0, 'float32', 'zero')];
  return graph.add('OneHot', name, inputs, { axis: attr.int(-1), T: attr.type('float32') });
}

/** tfjs puts the depth last whatever the axis. */
function oneHot(call: Call<'oneHot'>): readonly string[] {
  const { depth, axis, dtype } = call.attrs;
  const rank = outputOf(call).shape.length;
  const order = Array.from({ length: rank }, (_, i) => (i < axis ? i : i === axis ? rank - 1 : i - 1));
  const hot = transposeBy(call, hotRows(call, call.inputs[0] ?? '', depth), order);
  if (dtype === 'bool') return [call.graph.add('NotEqual', `${call.name}/bool`, [hot, call.graph.scalar(0, 'float32', 'zero')])];
  return [dtype === 'float32' ? hot : castTo(call, hot, 'float32', dtype)];
}

function scatterNd(call: Call<'scatterNd'>): readonly string[] {
  const { dtype } = specOf(call, 1);
  if (dtype === 'uint8') refuse(call, 'it computes in bytes, which tfjs does not have');
  return [call.graph.add('ScatterNd', call.name, [...call.inputs, call.graph.ints(call.attrs.shape, `${call.name}/shape`)], { T: attr.type(dtype) })];
}

/** tfjs compares row by row. */
function searchSorted(call: Call<'searchSorted'>): readonly string[] {
  const [sorted = '', values = ''] = call.inputs;
  const rows = (x: string): string => reshapeTo(call, x, [1, -1]);
  const found = call.graph.add(call.attrs.side === 'left' ? 'LowerBound' : 'UpperBound', call.name, [rows(sorted), rows(values)]);
  return [reshapeTo(call, found, shapeAt(call, 1), call.open.inputs[1])];
}

function topK(call: Call<'topK'>): readonly string[] {
  const top = call.graph.add('TopKV2', call.name, [call.inputs[0] ?? '', call.graph.scalar(call.attrs.k, 'int32', `${call.name}/k`)], { ...typeAttr(call), sorted: attr.bool(true) });
  return [top, `${top}:1`];
}

function fill(call: Call<'fill'>): readonly string[] {
  const { shape, value, dtype } = call.attrs;
  const known = knownShape(shape);
  const type = dtype === 'uint8' ? 'int32' : dtype;
  if (known !== undefined && known.every(isSize)) return [call.graph.constant(tensor(Array.from({ length: sizeOf(known) }, () => value), known, type), call.name)];
  const node = sizesNode(shape, call.open.outputs[0], call.graph, call.name, call.open.nodeOf);
  if (node === undefined) return refuse(call, `it makes as many values as only a run tells. ${FIX_SHAPE}`);
  return [call.graph.add('Fill', call.name, [node, call.graph.constant(tensor([value], [], type), `${call.name}/value`)], { T: attr.type(type) })];
}

/** Rows that share an id are added up where the ids are hot: what tfjs' reader lacks, as a product of matrices. */
function segmentSum(call: Call<'segmentSum'>): readonly string[] {
  const { graph, name, attrs } = call;
  const [x = '', ids = ''] = call.inputs;
  const shape = shapeAt(call, 0);
  if (specOf(call, 0).dtype !== 'float32') refuse(call, 'tfjs does not compute it on whole numbers exactly');
  const width = knownShape(shape.slice(1));
  if (width === undefined) return refuse(call, 'sizes of its rows are not known before it runs');
  const hot = hotRows(call, ids, attrs.numSegments);
  const rows = reshapeTo(call, x, [shape[0] ?? -1, sizeOf(width)]);
  const sums = graph.add('MatMul', `${name}/sums`, [hot, rows], { T: attr.type('float32'), transpose_a: attr.bool(true), transpose_b: attr.bool(false) });
  return [reshapeTo(call, sums, [attrs.numSegments, ...width])];
}

export const shapes = {
  all: reduction('All'),
  any: reduction('Any'),
  argmax: argReduction('ArgMax'),
  argmin: argReduction('ArgMin'),
  cumprod: cumulative('Cumprod'),
  cumsum: cumulative('Cumsum'),
  max: reduction('Max'),
  mean: reduction('Mean'),
  min: reduction('Min'),
  prod: reduction('Prod'),
  sum: reduction('Sum'),
  broadcastTo,
  concatenate,
  expandDims: (call) => [expandAt(call, call.inputs[0] ?? '', call.attrs.axis)],
  pad,
  reshape: (call) => {
    // What is open in the call may be known of the result, and the other way round.
    const wanted = call.attrs.newShape;
    const result = outputOf(call).shape;
    return [reshapeTo(call, call.inputs[0] ?? '', wanted.map((dim, i) => (dim === null || dim === -1 ? (result[i] ?? null) : dim)), call.open.outputs[0])];
  },
  reverse: (call) => (call.attrs.axes.length === 0 ? direct<'reverse'>('Identity')(call) : [call.graph.add('ReverseV2', call.name, [call.inputs[0] ?? '', call.graph.ints(call.attrs.axes, `${call.name}/axes`)], typeAttr(call))]),
  split,
  squeeze: (call) => (call.attrs.axes.length === 0 ? direct<'squeeze'>('Identity')(call) : [call.graph.add('Squeeze', call.name, call.inputs, { ...typeAttr(call), squeeze_dims: attr.ints(call.attrs.axes) })]),
  tile: (call) => [call.graph.add('Tile', call.name, [call.inputs[0] ?? '', call.graph.ints(call.attrs.repeats, `${call.name}/repeats`)], typeAttr(call))],
  transpose: (call) => (call.attrs.axes.every((axis, i) => axis === i) ? direct<'transpose'>('Identity')(call) : [transposeBy(call, call.inputs[0] ?? '', call.attrs.axes)]),
  gather,
  gatherNd: direct('GatherNd'),
  oneHot,
  scatterNd,
  searchSorted,
  segmentSum,
  slice,
  stridedSlice,
  topK,
  fill,
} satisfies Partial<Table<PrimitiveName>>;
