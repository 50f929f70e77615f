import { resetNames, tensor, type SymbolicTensor, type Value } from '@kedge/graph-core';
import * as ops from '@kedge/graph-core/ops';
import { dense, input, model, type Model } from '../src/index.js';

const table = (name: string): SymbolicTensor => input({ shape: [4, 6], name });
const outputs = (...values: readonly (Value | readonly Value[])[]): SymbolicTensor[] => values.flat() as SymbolicTensor[];

/** Models of ours with functions between their layers, each of which real Keras is asked to load. */
const MAKERS = {
  arithmetic: () => {
    const [x, y] = [table('x'), table('y')];
    const made = [ops.add(x, 1.5), ops.subtract(1, x), ops.multiply(x, y), ops.divide(x, ops.add(ops.square(y), 1)), ops.power(x, 2), ops.negative(x), ops.maximum(x, y), ops.floorDivide(x, 2), ops.mod(x, 3), ops.where(ops.greater(x, y), x, 0), ops.clip(x, -0.5, 0.5)];
    return model({ inputs: [x, y], outputs: outputs(...made), name: 'arithmetic' });
  },
  reductions: () => {
    const x = table('x');
    const made = [ops.mean(x, 1), ops.sum(x, [1, 2]), ops.max(x, -1, true), ops.std(x, 1), ops.var(x, -1), ops.cumsum(x, 1), ops.argmax(x, -1), ops.any(ops.greater(x, 1), -1), ops.logsumexp(x, 1), ops.prod(x, 2)];
    return model({ inputs: x, outputs: outputs(...made), name: 'reductions' });
  },
  shapes: () => {
    const [x, y] = [table('x'), table('y')];
    const made = [ops.reshape(x, [-1, 24]), ops.transpose(x, [0, 2, 1]), ops.expandDims(x, 1), ops.squeeze(ops.expandDims(x, -1), -1), ops.concatenate([x, y], -1), ops.stack([x, y], 1), ops.tile(x, [1, 2, 1]), ops.repeat(x, 2, 1), ops.flip(x, 1), ops.roll(x, 1, 1), ops.take(x, tensor([0, 2], [2], 'int32'), 1)];
    return model({ inputs: [x, y], outputs: outputs(...made), name: 'shapes' });
  },
  items: () => {
    const x = table('x');
    const made = [ops.getItem(x, [{}, { start: 1 }]), ops.getItem(x, [{}, -1]), ops.getItem(x, ['...', null, { step: 2 }]), ops.getItem(x, [{}, { start: 1, stop: 3 }, { start: -2 }])];
    return model({ inputs: x, outputs: outputs(...made), name: 'items' });
  },
  functions: () => {
    const x = table('x');
    const made = [ops.softmax(x), ops.relu(x), ops.silu(x), ops.exp(x), ops.sqrt(ops.abs(x)), ops.leakyRelu(x, 0.1), ops.tanh(x), ops.erf(x), ops.log1p(ops.square(x)), ops.round(x), ops.cast(ops.greater(x, 0), 'float32'), ops.zerosLike(x), ops.oneHot(ops.cast(ops.abs(x), 'int32'), 3)];
    return model({ inputs: x, outputs: outputs(...made), name: 'functions' });
  },
  amongLayers: () => {
    const x = input({ shape: [6], name: 'x' });
    const gate = dense({ units: 4, activation: 'sigmoid', name: 'gate' }).apply(x);
    const value = dense({ units: 4, name: 'value' }).apply(x);
    const mixed = ops.add(ops.multiply(gate, value), ops.multiply(ops.subtract(1, gate), ops.getItem(x, [{}, { stop: 4 }])));
    const centred = ops.subtract(mixed, ops.mean(mixed, -1, true)) as SymbolicTensor;
    return model({ inputs: x, outputs: dense({ units: 2, name: 'out' }).apply(centred), name: 'among_layers' });
  },
} satisfies Readonly<Record<string, () => Model>>;

/** Models that only files of Keras 3 can hold: TensorFlow has no such functions, or with other arguments. */
const MAKERS_KERAS3 = {
  products: () => {
    const [x, y] = [table('x'), table('y')];
    const made = [ops.matmul(x, ops.transpose(y, [0, 2, 1])), ops.einsum('abc,adc->abd', x, y), ops.dot(x, tensor([1, 0, 2, 0, 3, 0, 0, 1, 0, 2, 0, 3], [6, 2])), ops.tensordot(x, tensor([1, 2, 3, 4, 5, 6], [6, 1]), 1), ops.cross(ops.getItem(x, ['...', { stop: 3 }]), ops.getItem(y, ['...', { start: 3 }]))];
    return model({ inputs: [x, y], outputs: outputs(...made), name: 'products' });
  },
  pictures: () => {
    const x = input({ shape: [6, 6, 4], name: 'x' });
    const kernel = tensor(Array.from({ length: 48 }, (_, i) => (i % 5) / 4), [2, 2, 4, 3]);
    const made = [ops.maxPool(x, 2), ops.averagePool(x, 3, { strides: 1, padding: 'same' }), ops.conv(x, kernel, { strides: 2, padding: 'same' }), ops.resize(x, [4, 5]), ops.pad(x, [[0, 0], [1, 1], [0, 2], [0, 0]]), ops.depthToSpace(x, 2)];
    return model({ inputs: x, outputs: outputs(...made), name: 'pictures' });
  },
  more: () => {
    const [x, y] = [table('x'), table('y')];
    const made = [ops.gelu(x), ops.split(x, [1, 3], 1), ops.layerNormalization(x, { epsilon: 0.01 }), ops.quantile(x, 0.25, 1), ops.sort(x, -1), ops.average(x, 1, tensor([1, 2, 3, 4], [4])), ops.trapezoid(x, { dx: 0.5 }), ops.norm(x, 1, -1), ops.topK(x, 2), ops.logaddexp(x, y), ops.isclose(x, y, { atol: 0.3 }), ops.unstack(x, null, 1), ops.tril(ops.matmul(x, ops.transpose(y, [0, 2, 1]))), ops.nanToNum(x), ops.meshgrid([ops.getItem(x, [0, 0]), ops.getItem(y, [0, 1])])];
    return model({ inputs: [x, y], outputs: outputs(...made), name: 'more' });
  },
} satisfies Readonly<Record<string, () => Model>>;

const MADE: Readonly<Record<'keras2' | 'keras3', Readonly<Record<string, () => Model>>>> = { keras2: MAKERS, keras3: { ...MAKERS, ...MAKERS_KERAS3 } };

/** What a file of either dialect can hold. */
export function makersFor(dialect: 'keras2' | 'keras3'): readonly (readonly [string, () => Model])[] {
  return Object.entries(MADE[dialect]).map(([name, make]) => [
    name,
    () => {
      resetNames();
      return make();
    },
  ]);
}
