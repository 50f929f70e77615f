import { ops, type Value, type ValueLike } from '@kedge/graph-core';

/** How gradients are limited before a step; at most one of the three is set. */
export interface ClippingConfig {
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
}

const squareSum = (x: ValueLike): Value => ops.sum(ops.square(x));

/** `g * limit / max(|g|, limit)`: each gradient for itself. */
function clipByNorm(gradient: Value, limit: number): Value {
  return ops.divide(ops.multiply(gradient, limit), ops.maximum(ops.sqrt(squareSum(gradient)), limit));
}

/** All gradients together are shortened to a norm of at most `limit`; one that is not finite makes all NaN, as in Keras. */
function clipByGlobalNorm(gradients: readonly Value[], limit: number): Value[] {
  const norm = ops.sqrt(ops.sum(ops.stack(gradients.map(squareSum))));
  const scale = ops.multiply(ops.minimum(ops.divide(1, norm), 1 / limit), limit);
  const finite = ops.add(scale, ops.subtract(norm, norm));
  return gradients.map((gradient) => ops.multiply(gradient, finite));
}

/** The gradients within the limits of the config, in which 0 is no limit. */
export function clipGradients(gradients: readonly Value[], { clipnorm, globalClipnorm, clipvalue }: ClippingConfig): readonly Value[] {
  if (clipnorm) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
  if (globalClipnorm) return clipByGlobalNorm(gradients, globalClipnorm);
  if (clipvalue) return gradients.map((gradient) => ops.clip(gradient, -clipvalue, clipvalue));
  return gradients;
}
