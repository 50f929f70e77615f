import { ShapeMismatchError } from '../errors.js';
import { areCompatible, formatShape, normalizeAxes, normalizeAxis } from '../shape.js';
import { scalar } from '../tensor.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { add, subtract, where } from './binary.js';
import { exp, isFinite, log, stopGradient } from './elementwise.js';
import { op } from './op.js';
import { asFloat, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';
import { max, sum } from './reduction.js';
import { reshape, squeeze, transpose } from './reshaping.js';

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
 * `(x - mean) / sqrt(variance + epsilon) * scale + offset`, channel by channel.
 *
 * @param x `[..., channels]`, or with the channels along `axis`.
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
    options: { readonly axis?: number; readonly offset?: ValueLike; readonly scale?: ValueLike; readonly epsilon?: number } = {},
  ): Value => {
    const rank = shapeOf(x).length;
    const axis = normalizeAxis(options.axis ?? -1, rank, 'batchNormalization');
    const inputs = [asFloat(mean), asFloat(variance), asFloat(options.offset ?? scalar(0)), asFloat(options.scale ?? scalar(1))] as const;
    const attrs = { epsilon: options.epsilon ?? 1e-3 };
    if (axis === rank - 1) return callForOne(batchNormalizationPrimitive, [asFloat(x), ...inputs], attrs);
    const order = Array.from({ length: rank }, (_, i) => i);
    const swapped = order.map((i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
    return transpose(callForOne(batchNormalizationPrimitive, [transpose(asFloat(x), swapped), ...inputs], attrs), swapped);
  },
  'nn.batch_normalization=BatchNorm(x, mean, variance, {axis*, offset, scale, epsilon*})',
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

type Axes = number | readonly number[] | null;

/** A function along one axis, or along several of them, or all, as if they were one. */
function alongAxes(primitive: Primitive<string, { readonly axis: number }, 1>): (x: ValueLike, axis?: Axes) => Value {
  return op(
    primitive.name,
    (x: ValueLike, axis: Axes = -1) => {
      const shape = shapeOf(x);
      const rank = shape.length;
      if (typeof axis === 'number') return callForOne(primitive, [asFloat(x)], { axis: normalizeAxis(axis, rank, primitive.name) });
      const axes = normalizeAxes(axis, rank, primitive.name);
      const order = [...Array.from({ length: rank }, (_, i) => i).filter((i) => !axes.includes(i)), ...axes];
      const back = order.map((_, i) => order.indexOf(i));
      const arranged = transpose(asFloat(x), order);
      const joined = callForOne(primitive, [reshape(arranged, [...shapeOf(arranged).slice(0, rank - axes.length), -1])], { axis: rank - axes.length });
      return transpose(reshape(joined, shapeOf(arranged)), back);
    },
    `nn.${primitive.name === 'softmax' ? 'softmax' : 'log_softmax'}(x, axis*)`,
  );
}

/** `e^x` over its sum along axes. Shape: that of `x`. */
export const softmax = alongAxes(softmaxPrimitive);

/** Logarithm of {@link softmax}, without overflow. Shape: that of `x`. */
export const logSoftmax = alongAxes(logSoftmaxPrimitive);

/** `log(sum(e^x))` along axes, without overflow. Shape: `x` without the axes (size 1 with `keepDims`). */
export const logSumExp = op('logSumExp', (x: ValueLike, axis: Axes = null, keepDims = false): Value => {
  const peak = stopGradient(max(asFloat(x), axis, true));
  // Infinities would be taken from themselves.
  const shift = where(isFinite(peak), peak, 0);
  const result = add(log(sum(exp(subtract(x, shift)), axis, true)), shift);
  return keepDims ? result : squeeze(result, axis ?? Array.from({ length: shapeOf(x).length }, (_, i) => i));
}, 'math.logsumexp(x, axis*, keepdims*)');
