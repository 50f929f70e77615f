import { ShapeMismatchError } from '../errors.js';
import { areCompatible, formatShape, normalizeAxis } from '../shape.js';
import { scalar } from '../tensor.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { add, subtract } from './binary.js';
import { exp, log, stopGradient } from './elementwise.js';
import { op } from './op.js';
import { asFloat, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';
import { max, sum } from './reduction.js';
import { squeeze } from './reshaping.js';

export const batchNormalizationPrimitive = definePrimitive({
  name: 'batchNormalization',
  arity: 5,
  infer: ([x, ...parameters], _attrs: { readonly epsilon: number }): readonly TensorSpec[] => {
    const channels = x.shape.slice(-1);
    for (const spec of [x, ...parameters]) expectDType(spec, ['float32'], 'batchNormalization');
    for (const { shape } of parameters) {
      if (shape.length !== 0 && !areCompatible(shape, channels)) {
        throw new ShapeMismatchError(`batchNormalization: expected parameters of shape ${formatShape(channels)} or scalars, got ${formatShape(shape)}.`);
      }
    }
    return [x];
  },
});

/**
 * `(x - mean) / sqrt(variance + epsilon) * scale + offset`, channel by channel of the last axis.
 *
 * @param x `[..., channels]`.
 * @param mean `[channels]`; so are `variance`, `offset` and `scale`, of which the last two may be left out.
 *
 * Shape: that of `x`.
 */
export const batchNormalization = op(
  'batchNormalization',
  (
    x: ValueLike,
    mean: ValueLike,
    variance: ValueLike,
    options: { readonly offset?: ValueLike; readonly scale?: ValueLike; readonly epsilon?: number } = {},
  ): Value =>
    callForOne(
      batchNormalizationPrimitive,
      [asFloat(x), asFloat(mean), asFloat(variance), asFloat(options.offset ?? scalar(0)), asFloat(options.scale ?? scalar(1))],
      { epsilon: options.epsilon ?? 1e-3 },
    ),
);

function overAxis<const Name extends string>(name: Name): Primitive<Name, { readonly axis: number }, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([x], _attrs: { readonly axis: number }): readonly TensorSpec[] => {
      expectDType(x, ['float32'], name);
      return [x];
    },
  });
}

export const softmaxPrimitive = overAxis('softmax');
export const logSoftmaxPrimitive = overAxis('logSoftmax');

/** `e^x` over its sum along an axis. Shape: that of `x`. */
export const softmax = op('softmax', (x: ValueLike, axis = -1): Value =>
  callForOne(softmaxPrimitive, [asFloat(x)], { axis: normalizeAxis(axis, shapeOf(x).length, 'softmax') }),
);

/** Logarithm of {@link softmax}, without overflow. Shape: that of `x`. */
export const logSoftmax = op('logSoftmax', (x: ValueLike, axis = -1): Value =>
  callForOne(logSoftmaxPrimitive, [asFloat(x)], { axis: normalizeAxis(axis, shapeOf(x).length, 'logSoftmax') }),
);

/** `log(sum(e^x))` along axes, without overflow. Shape: `x` without the axes (size 1 with `keepDims`). */
export const logSumExp = op('logSumExp', (x: ValueLike, axis: number | readonly number[] | null = null, keepDims = false): Value => {
  const peak = stopGradient(max(asFloat(x), axis, true));
  const result = add(log(sum(exp(subtract(x, peak)), axis, true)), peak);
  return keepDims ? result : squeeze(result, axis ?? Array.from({ length: shapeOf(x).length }, (_, i) => i));
});
