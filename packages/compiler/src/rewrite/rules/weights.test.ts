import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { positiveVariable, variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { weightRules } from './weights.js';

const kernel = variable('kernel', [3, 3, 4, 6], 1);
const grouped = variable('grouped', [3, 3, 2, 6], 2);
const depthwise = variable('depthwise', [3, 3, 4, 2], 3);
const transposed = variable('transposed', [3, 3, 6, 4], 4);
const dense = variable('dense', [4, 6], 5);
const six = variable('six', [6], 6);
const eight = variable('eight', [8], 7);
const bias = variable('bias', [6], 8);
const positive = positiveVariable('positive', [6], 9);
const column = variable('column', [2, 1, 1], 10);

const conv = (x: ValueLike): Value => ops.conv(x, kernel);

testRules(weightRules, {
  'scale-into-weights': {
    applies: [
      { title: 'conv', build: (x) => ops.multiply(conv(x), six), leaves: ['conv'] },
      { title: 'conv, a scalar', build: (x) => ops.multiply(conv(x), 3), leaves: ['conv'] },
      { title: 'conv with bias, divided, shifted', build: (x) => ops.add(ops.divide(ops.add(conv(x), bias), positive), six), leaves: ['conv', 'add', 'add'] },
      { title: 'conv, a constant minus it', build: (x) => ops.subtract(bias, conv(x)), leaves: ['conv', 'add'] },
      { title: 'conv, strided, dilated, padded', build: (x) => ops.multiply(ops.conv(x, kernel, { padding: 'same', dilations: 2 }), six), leaves: ['conv'] },
      { title: 'conv, an offset per pixel', build: (x) => ops.multiply(ops.add(conv(x), column), 2), leaves: ['conv', 'add'] },
      { title: 'grouped conv', build: (x) => ops.multiply(ops.conv(x, grouped, { groups: 2 }), six), leaves: ['conv'] },
      { title: 'conv over one dimension', inputs: [[2, 5, 4]], build: (x) => ops.multiply(ops.conv(x, variable('k', [3, 4, 6])), six), leaves: ['conv'] },
      { title: 'depthwise conv, multiplier 2', build: (x) => ops.multiply(ops.depthwiseConv(x, depthwise), eight), leaves: ['depthwiseConv'] },
      { title: 'depthwise conv, a scalar', build: (x) => ops.negative(ops.depthwiseConv(x, depthwise)), leaves: ['depthwiseConv'] },
      { title: 'transposed conv', build: (x) => ops.multiply(ops.convTranspose(x, transposed, { strides: 2, padding: 'same' }), six), leaves: ['convTranspose'] },
      { title: 'matmul', build: (x) => ops.multiply(ops.matmul(x, dense), six), leaves: ['matmul'] },
      { title: 'matmul, transposed weights', build: (x) => ops.multiply(ops.matmul(x, variable('t', [6, 4]), { transposeB: true }), six), leaves: ['matmul'] },
      { title: 'matmul, a batch of weights', inputs: [[3, 2, 4]], build: (x) => ops.multiply(ops.matmul(x, variable('w', [3, 4, 6])), six), leaves: ['matmul'] },
      { title: 'a factor with leading ones', build: (x) => ops.multiply(conv(x), variable('f', [1, 1, 1, 6])), leaves: ['conv'] },
    ],
    leavesAlone: [
      { title: 'a bias alone', build: (x) => ops.add(conv(x), bias) },
      { title: 'the convolution read elsewhere', build: (x) => { const y = conv(x); return [ops.multiply(y, six), ops.relu(y)]; } },
      { title: 'the convolution an output', build: (x) => { const y = conv(x); return [ops.multiply(y, six), y]; } },
      { title: 'the biased convolution read elsewhere', build: (x) => { const y = ops.add(conv(x), bias); return [ops.multiply(y, six), y]; } },
      { title: 'a factor that is computed', inputs: [[1, 4, 4, 4], [6]], build: (x, scale) => ops.multiply(conv(x), scale) },
      { title: 'a kernel that is computed', inputs: [[1, 4, 4, 4], [3, 3, 4, 6]], build: (x, k) => ops.multiply(ops.conv(x, k), six) },
      { title: 'a factor per pixel', build: (x) => ops.multiply(conv(x), column) },
      { title: 'a factor that makes the result larger', build: (x) => ops.multiply(ops.matmul(x, variable('one', [4, 1])), six) },
      { title: 'an activation between', build: (x) => ops.multiply(ops.relu(conv(x)), six) },
      { title: 'an einsum', build: (x) => ops.multiply(ops.einsum('nhwc,cf->nhwf', x, dense), six) },
    ],
  },
});
