import { ops, type EagerValue, type Value } from '@kedge/graph-core';
import type { Model } from '../engine/model.js';
import { metricsOf, type Compiled } from './compile.js';
import type { Costs, Uploaded } from './costs.js';
import { makeMetrics, type Tracked } from './metric-set.js';
import { outputKeys } from './output-settings.js';

function metricsFor(model: Model, compiled: Compiled, { y }: Uploaded, outputs: readonly EagerValue[]): readonly Tracked[] {
  const keys = outputKeys(model);
  const { metrics, weightedMetrics } = compiled.config;
  compiled.metrics ??= makeMetrics({
    plain: metricsOf(metrics, keys, 'metrics'),
    weighted: metricsOf(weightedMetrics, keys, 'weightedMetrics'),
    outputs: keys,
    yTrue: y,
    yPred: outputs,
  });
  return compiled.metrics;
}

/** Scalars of a step, read in one go, and who takes them. */
export class Readings {
  readonly #scalars: Value[] = [];
  readonly #takers: { readonly count: number; readonly take: (numbers: readonly number[]) => void }[] = [];

  add(scalars: readonly Value[], take: (numbers: readonly number[]) => void): void {
    this.#scalars.push(...scalars.map((scalar) => ops.cast(scalar, 'float32')));
    this.#takers.push({ count: scalars.length, take });
  }

  /** One vector of all scalars. */
  get stacked(): EagerValue {
    return ops.stack(this.#scalars) as EagerValue;
  }

  deliver(numbers: readonly number[]): void {
    let next = 0;
    for (const { count, take } of this.#takers) {
      take(numbers.slice(next, next + count));
      next += count;
    }
  }
}

/** Everything that a step measures: the loss, the losses of outputs, and what metrics ask for. */
export function collect(model: Model, compiled: Compiled, batch: Uploaded, { outputs, total, terms }: Costs, rows: number): Readings {
  const readings = new Readings();
  const { trackers } = compiled;
  readings.add([total], ([loss = 0]) => trackers.total.accumulate([loss * rows, rows]));
  trackers.terms.forEach((tracker, i) => readings.add([terms[i] as Value], ([loss = 0]) => tracker.accumulate([loss * rows, rows])));
  for (const { metric, output, isWeighted } of metricsFor(model, compiled, batch, outputs)) {
    const measured = metric.measure(batch.y[output] as EagerValue, outputs[output] as EagerValue, isWeighted ? (batch.weights[output] ?? null) : null);
    readings.add(measured, (numbers) => metric.accumulate(numbers));
  }
  return readings;
}

/** Reads the numbers, frees them on the backend and hands them out. */
export async function deliver(readings: Readings, stacked: EagerValue): Promise<void> {
  try {
    const { data } = await stacked.backend.read(stacked);
    readings.deliver(Array.from(data, Number));
  } finally {
    stacked.dispose();
  }
}
