import { isTensor, requireEagerBackend, ops, type EagerValue, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { string } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import { KerasObject } from '../config/keras-object.js';

/** Keys that every metric takes; the dtype is kept and numbers are float32. */
// The type follows from the fields.
export const metricFields = (name: string) => ({ name: string(name), dtype: string('float32') });

/**
 * A number about targets and predictions that is collected over batches.
 *
 * Its state is in host memory: a batch is summed up on the backend into a few scalars, which are read and added.
 */
export abstract class Metric<F extends FieldMap = FieldMap> extends KerasObject<F> {
  #name: string | undefined;

  /** Name in logs: that of the config, or the one that it was asked for by. */
  get name(): string {
    return this.#name ?? (this.config as unknown as { readonly name: string }).name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /**
   * What {@link Metric.accumulate} needs to know of a batch.
   *
   * @param yTrue Targets.
   * @param yPred Predictions, `[batch, ...]`.
   * @param sampleWeight How much each example counts, `[batch]`; or each element.
   * @returns Scalars, always as many.
   */
  abstract measure(yTrue: ValueLike, yPred: ValueLike, sampleWeight: ValueLike | null): readonly Value[];

  /** Takes the numbers behind {@link Metric.measure} into the state. */
  abstract accumulate(numbers: readonly number[]): void;

  /** The metric over everything since the last {@link Metric.reset}. */
  abstract result(): number;

  /** Forgets what came so far. */
  abstract reset(): void;

  /**
   * Takes a batch in.
   *
   * @param yTrue Targets.
   * @param yPred Predictions, `[batch, ...]`.
   * @param sampleWeight How much each example counts, `[batch]`; or each element.
   * @throws BackendNotReadyError before `useBackend`.
   */
  async update(yTrue: Tensor | EagerValue, yPred: Tensor | EagerValue, sampleWeight: Tensor | EagerValue | null = null): Promise<void> {
    const given = [yTrue, yPred, sampleWeight].find((value): value is EagerValue => value !== null && !isTensor(value));
    const backend = given?.backend ?? requireEagerBackend(`Metric '${this.name}'`);
    const sums = backend.tidy(() => ops.stack(this.measure(yTrue, yPred, sampleWeight)) as EagerValue);
    const { data } = await backend.read(sums);
    sums.dispose();
    this.accumulate(Array.from(data, Number));
  }
}
