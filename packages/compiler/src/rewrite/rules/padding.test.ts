import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { paddingRules } from './padding.js';

const kernel = variable('kernel', [3, 3, 4, 2]);
const zeros = (x: ValueLike): Value => ops.pad(x, [[0, 0], [1, 2], [0, 1], [0, 0]]);

testRules(paddingRules, {
  'pad-into-convolution': {
    applies: [
      { title: "before 'valid'", build: (x) => ops.conv(zeros(x), kernel, { strides: 2 }), leaves: ['conv'] },
      { title: "before 'same'", build: (x) => ops.conv(zeros(x), kernel, { padding: 'same', strides: [2, 1] }), leaves: ['conv'] },
      { title: 'before pairs', build: (x) => ops.conv(zeros(x), kernel, { padding: [[1, 0], [0, 0]], dilations: [1, 2] }), leaves: ['conv'] },
      { title: 'before a depthwise convolution', build: (x) => ops.depthwiseConv(zeros(x), kernel, { strides: 2 }), leaves: ['depthwiseConv'] },
      { title: "before 'valid' over unknown sizes", inputs: [[null, null, null, 4]], build: (x) => ops.conv(zeros(x), kernel), leaves: ['conv'] },
    ],
    leavesAlone: [
      { title: 'read elsewhere', build: (x) => { const y = zeros(x); return [ops.conv(y, kernel), y]; } },
      { title: 'something else than zeros', build: (x) => ops.conv(ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], { value: 1 }), kernel) },
      { title: 'a mirror', build: (x) => ops.conv(ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], { mode: 'reflect' }), kernel) },
      { title: 'channels', inputs: [[1, 4, 4, 3]], build: (x) => ops.conv(ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 1]]), kernel) },
      { title: 'a pooling, for which padding is not zero', build: (x) => ops.maxPool(zeros(x), 2) },
      { title: "'same' over unknown sizes, whose padding follows from them", inputs: [[1, null, null, 4]], build: (x) => ops.conv(zeros(x), kernel, { padding: 'same', strides: 2 }) },
    ],
  },
});
