import { KedgeError, type Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers/engine';
import type { ModelFile } from '../read/model-file.js';
import type { WeightEntry } from '../weights/entries.js';

/**
 * Gives the optimizer of a compiled model what the file remembers: the steps made, the learning rate, and the slots of each
 * weight, so that training goes on where it was.
 *
 * @returns Why nothing was set, if that is so.
 */
export async function loadOptimizer(file: ModelFile, model: Model, signal?: AbortSignal): Promise<string | undefined> {
  const { optimizer } = model;
  const { weights } = file;
  const vars = weights?.kind === 'store' ? weights.root.members.get('optimizer')?.vars : undefined;
  if (optimizer === undefined || weights === undefined || vars === undefined || vars.size === 0) return `${file.name}: holds no state of an optimizer that is read; training begins anew.`;
  optimizer.build(model.trainableWeights);
  const entries = [...vars].sort(([a], [b]) => Number(a) - Number(b)).map(([, entry]) => entry);
  const slots = optimizer.slotVariables;
  const [steps, rate] = entries;
  // Keras 3 keeps the learning rate behind the count of steps, TF 2.13 to 2.15 do not.
  const rest = entries.slice(entries.length - slots.length);
  const isFit = [1, 2].includes(entries.length - slots.length) && rest.every(({ shape }, i) => shape.join() === slots[i]?.shape.join());
  if (!isFit) return `${file.name}: the state of its optimizer does not fit this model's ${optimizer.className} (${entries.length} arrays, expected ${slots.length + 2}); training begins anew.`;
  const values = new Map<WeightEntry, Tensor>();
  for await (const [entry, value] of weights.read(entries, signal)) values.set(entry, value);
  const valueOf = (entry: WeightEntry | undefined): Tensor => {
    const value = entry === undefined ? undefined : values.get(entry);
    if (value === undefined) throw new KedgeError('INTERNAL', 'Expected the state of the optimizer to be read.');
    return value;
  };
  slots.forEach((slot, i) => slot.assign({ ...valueOf(rest[i]), shape: slot.shape }));
  optimizer.iterations = Number(valueOf(steps).data[0]);
  if (entries.length - slots.length === 2) optimizer.learningRate = Number(valueOf(rate).data[0]);
  return undefined;
}
