/** Partition values, ascending, and how many values each stands for. */
export interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** What there is before any data. */
export const EMPTY_SUMMARY: Summary = { values: [], weights: [] };

/** Values of data at even distances, each with its weight. */
function summarize(data: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float32Array.from(data).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let at = Math.floor(step - 1); at < sorted.length; at += Math.floor(step)) values.push(sorted[at] ?? 0);
  return { values, weights: values.map(() => Math.fround(step)) };
}

/** Where `at` lies between ascending points, read off another list; the ends beyond. */
function interpolate(at: number, points: readonly number[], from: readonly number[]): number {
  const next = points.findIndex((point) => point > at);
  if (next === 0) return from[0] ?? 0;
  if (next === -1) return from.at(-1) ?? 0;
  const [x0, x1, y0, y1] = [points[next - 1] ?? 0, points[next] ?? 0, from[next - 1] ?? 0, from[next] ?? 0];
  return y0 + ((y1 - y0) / (x1 - x0)) * (at - x0);
}

/** A summary by as many values as the precision asks for. */
function compress(summary: Summary, epsilon: number): Summary {
  if (summary.values.length * epsilon < 1) return summary;
  // As many steps as `numpy.arange(0, 1, epsilon)` has.
  const percents = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  let sum = 0;
  const sums = summary.weights.map((weight) => (sum = Math.fround(sum + weight)));
  const shares = sums.map((value) => Math.fround(value / sum));
  const values = percents.map((percent) => Math.fround(interpolate(percent, shares, summary.values)));
  const upTo = percents.map((percent) => interpolate(percent, shares, sums));
  return { values, weights: upTo.map((value, i) => Math.fround(value - (upTo[i - 1] ?? 0))) };
}

/**
 * A summary of more data.
 *
 * @param epsilon How far quantiles may be off, as a share.
 */
export function extended(summary: Summary, data: ArrayLike<number>, epsilon: number): Summary {
  const more = summarize(data, epsilon);
  const pairs = [...more.values.map((value, i) => [value, more.weights[i] ?? 0] as const), ...summary.values.map((value, i) => [value, summary.weights[i] ?? 0] as const)];
  pairs.sort(([a], [b]) => a - b);
  return compress({ values: pairs.map(([value]) => value), weights: pairs.map(([, weight]) => weight) }, epsilon);
}

/** The values between bins that hold about as many values each. */
export const boundariesOf = (summary: Summary, numBins: number): readonly number[] => compress(summary, 1 / numBins).values.slice(0, -1);
