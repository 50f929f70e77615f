import { ShapeMismatchError } from '../errors.js';
import { expectPadding, formatShape, windowOutputDim, type Padding } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { perDimension, spatialRank } from './convolution.js';
import { inFormat, type DataFormat } from './data-format.js';
import { op } from './op.js';
import { asFloat, expectDType } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';

/** Attributes of a pooling; one number per spatial dimension. */
export interface PoolAttrs {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

function pooling<const Name extends string>(name: Name): Primitive<Name, PoolAttrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x], { poolSize, strides, padding }: PoolAttrs): readonly TensorSpec[] => {
      expectDType(x, ['float32'], name);
      if (x.shape.length < 3 || x.shape.length > 5) {
        throw new ShapeMismatchError(`${name}: expected [batch, 1 to 3 spatial dimensions, channels], got ${formatShape(x.shape)}.`);
      }
      const spatial = x.shape.slice(1, -1).map((dim, i) =>
        windowOutputDim(dim, { size: poolSize[i] ?? 1, stride: strides[i] ?? 1, dilation: 1 }, padding, i, name),
      );
      return [{ shape: [x.shape[0] ?? null, ...spatial, x.shape.at(-1) ?? null], dtype: 'float32' }];
    },
  });
}

export const averagePoolPrimitive = pooling('averagePool');
export const maxPoolPrimitive = pooling('maxPool');

type PoolOptions = { readonly strides?: number | readonly number[]; readonly padding?: Padding; readonly dataFormat?: DataFormat };
type PoolOp = (x: ValueLike, poolSize: number | readonly number[], options?: PoolOptions) => Value;

function poolOp(primitive: Primitive<string, PoolAttrs, 1>, kerasName: string): PoolOp {
  return op(
    primitive.name,
    (x: ValueLike, poolSize: number | readonly number[], options: PoolOptions = {}) => {
      const rank = spatialRank(x, primitive.name);
      const size = perDimension(poolSize, rank, 2, `${primitive.name} poolSize`);
      const padding = options.padding ?? 'valid';
      expectPadding(padding, rank, `${primitive.name} padding`);
      const strides = perDimension(options.strides ?? size, rank, 1, `${primitive.name} strides`);
      return inFormat(x, options.dataFormat, (last) => callForOne(primitive, [asFloat(last)], { poolSize: size, strides, padding }));
    },
    `nn.${kerasName}(inputs, pool_size*, {strides*, padding*, data_format*})`,
  );
}

/**
 * Mean of each window, over the cells that lie inside the input only. Strides default to the window.
 *
 * Shape: `[batch, ...windows that fit, channels]` for `x` of `[batch, ...1 to 3 spatial, channels]`.
 */
export const averagePool = poolOp(averagePoolPrimitive, 'average_pool');

/**
 * Largest element of each window; padding never wins. Strides default to the window.
 *
 * Shape: `[batch, ...windows that fit, channels]` for `x` of `[batch, ...1 to 3 spatial, channels]`.
 */
export const maxPool = poolOp(maxPoolPrimitive, 'max_pool');
