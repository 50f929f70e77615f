import { sizeOf, tensor, type Tensor } from '@kedge/graph-core';
import type { Dialect, Model } from '@kedge/layers/engine';

/** An array of an optimizer, under the name that a `.h5` gives it. */
export interface OptimizerArray {
  readonly name: string;
  readonly value: Tensor;
}

/** How Keras 2 calls slots that Keras 3 gives longer names. */
const SHORT_NAMES: Readonly<Record<string, string>> = { momentum: 'm', velocity: 'v', velocity_hat: 'vhat', norm: 'u' };

/**
 * What an optimizer remembers, in the order in which Keras stores it: steps made, in Keras 3 the learning rate, and what is
 * remembered of each weight. Empty for a model that is not compiled or has not been trained.
 */
export async function optimizerState({ optimizer }: Model, dialect: Dialect): Promise<readonly OptimizerArray[]> {
  if (optimizer === undefined || optimizer.weights.length === 0) return [];
  // Training leaves them on its backend.
  await Promise.all(optimizer.slotVariables.map((variable) => variable.sync()));
  const steps = tensor(new Int32Array([optimizer.iterations]), []);
  const number = (value: number): Tensor => tensor(new Float32Array([value]), []);
  if (dialect === 'keras3') {
    return unique([
      { name: `${optimizer.name}/iteration`, value: steps },
      { name: `${optimizer.name}/learning_rate`, value: number(optimizer.learningRate) },
      ...optimizer.namedSlots.map(({ variable }) => ({ name: `${optimizer.name}/${variable.name}`, value: variable.hostValue() })),
      ...optimizer.savedScalars.map((value) => ({ name: `${optimizer.name}/variable`, value: number(value) })),
    ]);
  }
  const short = (slot: string): string => (optimizer.className === 'RMSprop' ? slot : (SHORT_NAMES[slot] ?? slot));
  const slots = optimizer.namedSlots.map(({ slot, weight, variable }) => ({ name: `${optimizer.className}/${short(slot)}/${weight.path}:0`, value: variable.hostValue() }));
  // Keras 2 keeps momenta for an SGD without momentum, too, and loads no state that lacks them.
  const fillers = optimizer.className === 'SGD' && slots.length === 0 ? optimizer.weights.map(({ path, shape }) => ({ name: `SGD/m/${path}:0`, value: tensor(new Float32Array(sizeOf(shape)), shape) })) : [];
  return unique([{ name: 'iteration:0', value: steps }, ...slots, ...fillers]);
}

/** Weights of equal paths in nested models would get one name. */
function unique(arrays: readonly OptimizerArray[]): readonly OptimizerArray[] {
  const counts = new Map<string, number>();
  return arrays.map(({ name, value }) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return { name: count === 0 ? name : `${name}_${count}`, value };
  });
}
