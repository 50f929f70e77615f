import type { Layer } from '@kedge/layers/engine';
import { derived } from './derived.js';
import type { WeightEntry, WeightSlot } from './entries.js';
import { besides, flip, fromCudnnKernel, sumOfHalves, transpose } from './legacy-arrays.js';
import { fits, type WeightPlan } from './plan.js';

/** Who wrote a file, as far as it changes what the arrays mean. */
export interface Origin {
  /** Whether it was Keras 1: gates apart, kernels in the order of their data format. */
  readonly isKeras1: boolean;
  /** Whether convolutions were Theano's, which turn their kernels round. */
  readonly isTheano: boolean;
}

/** Order in which Keras 1 stores the gates: that of the plain layers, each with kernel, recurrent kernel and bias. */
const GATES: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 2, 1, 3], GRU: [0, 1, 2], ConvLSTM2D: [0, 2, 1, 3] };

/**
 * The arrays of one layer out of a file of Keras 1 as Keras 2 has them: gates joined, kernels in the order of channels last.
 *
 * @param entries Those of the layer, in order.
 */
export function fromKeras1(layer: Layer, entries: readonly WeightEntry[]): readonly WeightEntry[] {
  return adapt(layer, entries, fromKeras1Kernel);
}

/**
 * The arrays of one layer out of a file that may be of Keras 1, since it does not say: gates that are apart are joined, as their
 * number shows; kernels stay as they are.
 *
 * @param entries Those of the layer, in order.
 */
export function joined(layer: Layer, entries: readonly WeightEntry[]): readonly WeightEntry[] {
  return adapt(layer, entries, (_, kernel) => kernel);
}

function adapt(layer: Layer, entries: readonly WeightEntry[], kernelOf: (layer: Layer, kernel: WeightEntry) => WeightEntry): readonly WeightEntry[] {
  const parts = layer.sublayers;
  if (layer.className === 'Bidirectional') return parts.flatMap((part, i) => adapt(part, entries.slice((entries.length / 2) * i, (entries.length / 2) * (i + 1)), kernelOf));
  if (layer.className === 'TimeDistributed' && parts[0] !== undefined) return adapt(parts[0], entries, kernelOf);
  const order = GATES[layer.className];
  if (order !== undefined && entries.length === order.length * 3) return joinGates(layer.name, order, entries);
  const [kernel, ...rest] = entries;
  return kernel === undefined || !/^Conv\dD/.test(layer.className) ? entries : [kernelOf(layer, kernel), ...rest];
}

function joinGates(layer: string, order: readonly number[], entries: readonly WeightEntry[]): WeightEntry[] {
  return ['kernel', 'recurrent_kernel', 'bias'].map((name, i) => {
    const parts = order.map((gate) => entries[gate * 3 + i] as WeightEntry);
    const shape = parts[0]?.shape ?? [];
    const rows = shape.slice(0, -1).reduce((product, dim) => product * dim, 1);
    const columns = parts.reduce((sum, part) => sum + (part.shape.at(-1) ?? 0), 0);
    return derived(`${layer}/${name}`, [...shape.slice(0, -1), columns], parts, (data) => besides(data, rows));
  });
}

/** Where a dimension of the kernel of today stands in that of Keras 1, by what fits. */
function fromKeras1Kernel(layer: Layer, entry: WeightEntry): WeightEntry {
  const wanted = layer.weights[0]?.shape ?? [];
  const { shape } = entry;
  const isTransposed = layer.className.endsWith('Transpose');
  const isChannelsFirst = (layer.config as { readonly dataFormat?: unknown }).dataFormat === 'channels_first';
  if (wanted.length === 3 && shape.length === 4) {
    // One-dimensional convolutions were two-dimensional ones of width 1.
    const isOlder = shape[3] === 1 && shape[0] === wanted[2];
    return derived(entry.name, wanted, [entry], ([data = new Float32Array()]) => (isOlder ? transpose(data, shape, [2, 3, 1, 0]) : data));
  }
  const spatial = wanted.slice(2).map((_, i) => i + 2);
  const order = isTransposed ? (isChannelsFirst ? [...spatial, 0, 1] : [...spatial.map((axis) => axis - 2), shape.length - 1, shape.length - 2]) : [...spatial, 1, 0];
  if (!isTransposed && !isChannelsFirst) return entry;
  return derived(entry.name, order.map((axis) => shape[axis] ?? 0), [entry], ([data = new Float32Array()]) => transpose(data, shape, order));
}

const CONVOLUTIONS = new Set(['Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'ConvLSTM2DCell', 'ConvLSTMCell']);

/** A plan in which every kernel of Theano's convolutions is turned round. */
export function withoutTheano(plan: WeightPlan): WeightPlan {
  return {
    ...plan,
    assignments: plan.assignments.map(({ slot, entry }) => {
      if (!CONVOLUTIONS.has(slot.layer.className) || !slot.variable.name.endsWith('kernel')) return { slot, entry };
      const { shape } = slot.variable;
      const axes = shape.slice(2).map((_, axis) => axis);
      return { slot, entry: derived(entry.name, shape, [entry], ([data = new Float32Array()]) => flip(data, shape, axes)) };
    }),
  };
}

/** A plan in which what cuDNN's recurrent layers stored is as the plain layers have it, at whatever depth they are. */
export function withoutCudnn(plan: WeightPlan): WeightPlan {
  const biases = plan.misfits.filter(({ slot, entry }) => slot.variable.name === 'bias' && isCudnnBias(slot, entry));
  if (biases.length === 0) return plan;
  const cells = new Map(biases.map(({ slot }) => [slot.layer, slot]));
  return {
    ...plan,
    misfits: plan.misfits.filter((pair) => !biases.includes(pair)),
    assignments: [...plan.assignments.map(({ slot, entry }) => ({ slot, entry: cells.has(slot.layer) ? plainKernel(slot, entry) : entry })), ...biases.map(({ slot, entry }) => ({ slot, entry: plainBias(slot, entry) }))],
  };
}

/** cuDNN has a bias for the input and one for the state, in one row. */
function isCudnnBias({ layer, variable }: WeightSlot, { shape }: WeightEntry): boolean {
  const count = variable.shape.reduce((product, dim) => product * dim, 1);
  if (shape.length !== 1) return false;
  return (layer.className === 'LSTMCell' && shape[0] === 2 * count) || (layer.className === 'GRUCell' && variable.shape.length === 2 && shape[0] === count);
}

function plainKernel(slot: WeightSlot, entry: WeightEntry): WeightEntry {
  const [rows = 0, columns = 0] = slot.variable.shape;
  const gates = slot.layer.className === 'LSTMCell' ? 4 : 3;
  if (slot.variable.shape.length !== 2 || !fits(slot, entry)) return entry;
  return derived(entry.name, entry.shape, [entry], ([data = new Float32Array()]) => fromCudnnKernel(data, rows, columns / gates, gates));
}

function plainBias({ layer, variable }: WeightSlot, entry: WeightEntry): WeightEntry {
  return derived(entry.name, variable.shape, [entry], ([data = new Float32Array()]) => (layer.className === 'LSTMCell' ? sumOfHalves(data) : data));
}
