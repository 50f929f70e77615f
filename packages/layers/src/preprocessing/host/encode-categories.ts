import { HostFunction, sizeOf, type Shape, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { expectNumbers, inputAt } from './values.js';

/** How categories are put out where they are not left as numbers. */
export type EncodingMode = 'one_hot' | 'multi_hot' | 'count';

/** The axis that a sample's categories lie along: Keras' choice, the second, or the first where there is no other. */
export const sampleAxis = (rank: number): number => (rank > 1 ? 1 : 0);

/** Shape of what categories of a shape are encoded to. */
export function encodedShape(shape: Shape, mode: EncodingMode, depth: number): Shape {
  if (shape.length === 0) return [depth];
  if (mode === 'one_hot') return [...(shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape), depth];
  return [...shape.filter((_, axis) => axis !== sampleAxis(shape.length)), depth];
}

/**
 * Encodes categories in host memory; numbers outside `[0, depth)` are left out.
 *
 * Output: {@link encodedShape}, float32.
 */
export class EncodeCategories extends HostFunction {
  readonly name = 'encode';
  readonly mode: EncodingMode;
  readonly depth: number;

  constructor(mode: EncodingMode, depth: number) {
    super();
    this.mode = mode;
    this.depth = depth;
  }

  override infer(inputs: readonly TensorSpec[]): readonly TensorSpec[] {
    const x = inputAt(inputs);
    expectNumbers(x, 'encode');
    return [{ shape: encodedShape(x.shape, this.mode, this.depth), dtype: 'float32' }];
  }

  override compute(inputs: readonly Tensor[]): readonly Tensor[] {
    const x = inputAt(inputs);
    const shape = encodedShape(x.shape, this.mode, this.depth).map((dim) => dim ?? 0);
    const data = new Float32Array(sizeOf(shape));
    const rowOf = this.mode === 'one_hot' ? (i: number): number => i : rowFinder(x.shape);
    (x.data as Int32Array).forEach((category, i) => {
      if (category < 0 || category >= this.depth) return;
      const at = rowOf(i) * this.depth + category;
      data[at] = this.mode === 'count' ? (data[at] ?? 0) + 1 : 1;
    });
    return [{ data, shape, dtype: 'float32' }];
  }
}

/** Which sample an element belongs to: its place without the sample axis. */
function rowFinder(shape: readonly number[]): (index: number) => number {
  const axis = sampleAxis(shape.length);
  const inner = sizeOf(shape.slice(axis + 1));
  const block = inner * (shape[axis] ?? 1);
  return (index) => Math.floor(index / block) * inner + (index % inner);
}
