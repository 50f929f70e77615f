import * as tf from '@tensorflow/tfjs-core';
import { mapOnHost } from './host.js';

/** Terms of the series below: enough for doubles where it is used. */
const SERIES_TERMS = 40;
const FRACTION_TERMS = 60;

/** `2 / sqrt(pi) * sum((-1)^n x^(2n + 1) / (n! (2n + 1)))`, Abramowitz and Stegun 7.1.5. */
function erfSeries(x: number): number {
  let power = x;
  let sum = x;
  for (let n = 1; n < SERIES_TERMS; n++) {
    power *= (-x * x) / n;
    sum += power / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** `erfc` for `x >= 2` by its continued fraction, Abramowitz and Stegun 7.1.14. */
function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = FRACTION_TERMS; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** The Gauss error function, to the accuracy of doubles. */
export function erfOf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size < 2) return erfSeries(x);
  return size > 6 ? Math.sign(x) : Math.sign(x) * (1 - erfcFraction(size));
}

/** tfjs's cpu kernel is off by 1e-7 everywhere (Abramowitz and Stegun 7.1.26), near zero in every digit but three. */
export function erf(x: tf.Tensor): tf.Tensor {
  return tf.getBackend() === 'cpu' ? mapOnHost(x, erfOf) : tf.erf(x);
}
