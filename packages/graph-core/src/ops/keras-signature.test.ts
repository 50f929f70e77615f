import { describe, expect, it } from 'vitest';
import * as ops from '../ops.js';
import { start } from '../../test/tiny.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { isTensor } from '../tensor.js';
import type { KerasSignature } from './keras-signature.js';
import { kerasSignatureOf, toKerasArguments, toOurArguments } from './keras-signature.js';
import { OpCall } from './op.js';

const x = start('x', [2, 3]);
const y = start('y', [2, 3]);
const signatureOf = (fn: unknown): KerasSignature => kerasSignatureOf(fn) as KerasSignature;
const call = (settings: Readonly<Record<string, unknown>>, args: readonly unknown[], kwargs: Readonly<Record<string, unknown>> = {}) => ({ settings, args, kwargs });

describe('how Keras calls our functions', () => {
  it('G27 is said by the functions and by their nodes', () => {
    expect(signatureOf(ops.sum)).toMatchObject({ module: 'numpy', names: ['sum'], classNames: ['Sum'] });
    expect(signatureOf(ops.batchNormalization).classNames).toEqual(['BatchNorm']);
    expect(signatureOf(ops.max).names).toEqual(['max', 'amax']);
    expect(kerasSignatureOf((ops.tan(x) as SymbolicTensor).history?.operation)).toMatchObject({ names: ['tan'] });
    expect(kerasSignatureOf(ops.scan)).toBeUndefined();
    expect(kerasSignatureOf(new OpCall('mine', () => x))).toBeUndefined();
    expect(kerasSignatureOf('sum')).toBeUndefined();
  });

  // Rows: the function, a call of Keras', and the arguments of ours.
  it.each<[string, unknown, ReturnType<typeof call>, readonly unknown[]]>([
    ['settings behind tensors', ops.sum, call({ axis: 1, keepdims: true }, [x]), [x, 1, true]],
    ['null where it is a value', ops.argsort, call({ axis: null }, [x]), [x, null]],
    ['a tensor by name', ops.average, call({ axis: 1 }, [x], { weights: y }), [x, 1, y]],
    ['options', ops.conv, call({ strides: 2, padding: 'same', dilation_rate: 1 }, [x, y]), [x, y, { strides: 2, padding: 'same', dilations: 1 }]],
    ['no options where all are left out', ops.maxPool, call({ pool_size: 2, strides: null, data_format: null }, [x]), [x, 2]],
    ['all further arguments', ops.einsum, call({ subscripts: 'ij,ij->' }, [x, y]), ['ij,ij->', x, y]],
    ['all arguments as a list', ops.meshgrid, call({ indexing: 'ij' }, [x, y]), [[x, y], { indexing: 'ij' }]],
    ['named arguments of any name', ops.rearrange, call({}, [x, 'a (b c) -> a c b'], { b: 3 }), [x, 'a (b c) -> a c b', { b: 3 }]],
    ['null that is no default', ops.stft, call({ sequence_length: 4, sequence_stride: 2, fft_length: 4, window: null }, [x]), [x, 4, 2, 4, { window: null }]],
    ['what has no influence', ops.topK, call({ k: 2, sorted: true }, [x]), [x, 2]],
  ])('G27 %s become ours', (_what, fn, given, expected) => {
    expect(toOurArguments(signatureOf(fn), given)).toEqual(expected);
  });

  it.each<[string, unknown, readonly unknown[], ReturnType<typeof call>]>([
    ['settings', ops.sum, [x, [0, 1], true], call({ axis: [0, 1], keepdims: true }, [x])],
    ['null as a setting', ops.argsort, [x, null], call({ axis: null }, [x])],
    ['options', ops.conv, [x, y, { strides: 2, dilations: 3 }], call({ strides: 2, dilation_rate: 3 }, [x, y])],
    ['null that configs must hold', ops.layerNormalization, [x, { epsilon: 0.1 }], call({ epsilon: 0.1 }, [x], { gamma: null, beta: null })],
    ['all further arguments', ops.einsum, ['ij,ij->', x, y], call({ subscripts: 'ij,ij->' }, [x, y])],
    ['a list as all arguments', ops.meshgrid, [[x, y], { indexing: 'ij' }], call({ indexing: 'ij' }, [x, y])],
    ['names of any kind', ops.rearrange, [x, 'a (b c) -> a c b', { b: 3 }], call({}, [x, 'a (b c) -> a c b'], { b: 3 })],
  ])('G27 %s become Keras\'', (_what, fn, given, expected) => {
    expect(toKerasArguments(signatureOf(fn), given)).toEqual(expected);
  });

  it('G27 numbers in lists become a tensor where a tensor is meant', () => {
    const [, , weights] = toOurArguments(signatureOf(ops.average), call({ axis: 1 }, [x], { weights: [[1, 2.5, 3]] }));
    expect(isTensor(weights) && { shape: weights.shape, dtype: weights.dtype, data: [...weights.data] }).toEqual({ shape: [1, 3], dtype: 'float32', data: [1, 2.5, 3] });
    expect(toOurArguments(signatureOf(ops.getItem), call({}, [x, [0, 1]]))).toEqual([x, [0, 1]]);
  });

  it.each<[string, () => unknown, string]>([
    ['an argument that Keras does not have', () => toOurArguments(signatureOf(ops.sum), call({ axes: 1 }, [x])), 'sum: got axes, which it does not take. It takes x, axis, keepdims'],
    ['more arguments than Keras takes', () => toOurArguments(signatureOf(ops.tan), call({}, [x, y])), 'tan: expected at most 1 arguments, got 2'],
    ['what only Keras does', () => toOurArguments(signatureOf(ops.oneHot), call({ num_classes: 2, sparse: true }, [x])), 'one_hot: expected sparse to be left at its default, got true'],
    ['what only we do', () => toKerasArguments(signatureOf(ops.matmul), [x, y, { transposeB: true }]), 'keras.ops.matmul has no argument that does what transposeB does here'],
  ])('G27 refuses %s', (_what, act, message) => {
    expect(act).toThrow(message);
  });
});
