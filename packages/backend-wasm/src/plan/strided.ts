import type { StridedAccess } from '@kedge/compiler';
import type { PrimitiveName } from '@kedge/graph-core';

/** Primitives whose binders write an output with a row stride, and nothing beside it. */
const WRITERS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['averagePool', 'concatenate', 'conv', 'depthwiseConv', 'maxPool']);

/** Primitives whose binders read their first input with a row stride. */
const READERS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['averagePool', 'concatenate', 'conv', 'depthwiseConv', 'maxPool']);

/** What the kernels can do with values that lie inside the result of a concatenation. */
export const stridedAccess: StridedAccess = {
  canWrite: ({ primitive }) => WRITERS.has(primitive),
  canRead: ({ primitive, inputs, epilogue }, operand) =>
    READERS.has(primitive) && inputs[0] === operand && !inputs.slice(1).includes(operand) && !epilogue.some((call) => call.inputs.includes(operand)),
};
