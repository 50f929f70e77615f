import { ops, tensor, type Value } from '@kedge/graph-core';
import { variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { removalRules } from './removals.js';

const ones = variable('ones', [4]);

testRules(removalRules, {
  identity: {
    applies: [
      { title: 'in the middle', build: (x) => ops.relu(ops.identity(x)), leaves: ['relu'] },
      { title: 'stopGradient', build: (x) => ops.relu(ops.stopGradient(x)), leaves: ['relu'] },
      { title: 'the whole graph', build: (x) => ops.identity(ops.identity(x)), leaves: [] },
    ],
    leavesAlone: [{ title: 'anything else', build: (x) => ops.relu(x) }],
  },
  'cast-to-same': {
    applies: [{ title: 'float to float', build: (x) => ops.relu(ops.cast(x, 'float32')), leaves: ['relu'] }],
    leavesAlone: [{ title: 'float to int', build: (x) => ops.cast(x, 'int32') }],
  },
  'reshape-to-same': {
    applies: [
      { title: 'same sizes', build: (x) => ops.relu(ops.reshape(x, [1, 4, 4, 4])), leaves: ['relu'] },
      { title: 'one unknown size', inputs: [[null, 4]], build: (x) => ops.relu(ops.reshape(x, [-1, 4])), leaves: ['relu'] },
      { title: 'squeeze without a dimension of 1', inputs: [[2, 3]], build: (x) => ops.relu(ops.squeeze(x)), leaves: ['relu'] },
    ],
    leavesAlone: [
      { title: 'other sizes', build: (x) => ops.reshape(x, [4, 16]) },
      { title: 'two unknown sizes, which might trade places', inputs: [[null, null]], build: (x) => ops.reshape(x, [null, null]) },
      { title: 'an unknown size beside 0, which leaves it open', inputs: [[null, 0]], build: (x) => ops.reshape(x, [null, 0]) },
    ],
  },
  'transpose-nothing': {
    applies: [{ title: 'axes in order', build: (x) => ops.relu(ops.transpose(x, [0, 1, 2, 3])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'axes out of order', build: (x) => ops.transpose(x, [0, 2, 1, 3]) }],
  },
  'broadcast-to-same': {
    applies: [{ title: 'known sizes', build: (x) => ops.relu(ops.broadcastTo(x, [1, 4, 4, 4])), leaves: ['relu'] }],
    leavesAlone: [
      { title: 'a size that grows', build: (x) => ops.broadcastTo(x, [2, 4, 4, 4]) },
      { title: 'an unknown size, which might be 1', inputs: [[null, 4]], build: (x) => ops.broadcastTo(x, [null, 4]) },
    ],
  },
  'pad-nothing': {
    applies: [{ title: 'no cells', build: (x) => ops.relu(ops.pad(x, [[0, 0], [0, 0], [0, 0], [0, 0]])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'one cell', build: (x) => ops.pad(x, [[0, 0], [0, 1], [0, 0], [0, 0]]) }],
  },
  'tile-once': {
    applies: [{ title: 'once each', build: (x) => ops.relu(ops.tile(x, [1, 1, 1, 1])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'twice', build: (x) => ops.tile(x, [1, 2, 1, 1]) }],
  },
  'reverse-nothing': {
    applies: [{ title: 'no axes', build: (x) => ops.relu(ops.flip(x, [])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'an axis', build: (x) => ops.flip(x, [1]) }],
  },
  'slice-everything': {
    applies: [
      { title: 'every cell', build: (x) => ops.relu(ops.slice(x, [0, 0, 0, 0], [1, 4, -1, 4])), leaves: ['relu'] },
      { title: 'of an unknown size, what is left', inputs: [[null, 4]], build: (x) => ops.relu(ops.slice(x, [0, 0], [-1, 4])), leaves: ['relu'] },
    ],
    leavesAlone: [
      { title: 'fewer cells', build: (x) => ops.slice(x, [0, 0, 0, 0], [1, 4, 3, 4]) },
      { title: 'a fixed count of an unknown size', inputs: [[null, 4]], build: (x) => ops.slice(x, [0, 0], [2, 4]) },
      { title: 'from the second cell', build: (x) => ops.slice(x, [0, 1, 0, 0], [-1, -1, -1, -1]) },
    ],
  },
  'strided-slice-everything': {
    applies: [{ title: 'open ranges', inputs: [[2, 3]], build: (x) => ops.relu(ops.stridedSlice(x, [{ begin: null, end: null, step: 1 }, { begin: 0, end: null, step: 1 }])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'backwards', inputs: [[2, 3]], build: (x) => ops.stridedSlice(x, [{ begin: null, end: null, step: -1 }, { begin: 0, end: null, step: 1 }]) }],
  },
  'concatenate-one': {
    applies: [{ title: 'of one', build: (x) => ops.relu(ops.concatenate([x])), leaves: ['relu'] }],
    leavesAlone: [{ title: 'of two', build: (x) => ops.concatenate([x, x]) }],
  },
  'split-into-one': {
    applies: [{ title: 'into one part', build: (x) => ops.relu(ops.split(x, 1, 3)[0] as Value), leaves: ['relu'] }],
    leavesAlone: [{ title: 'into two, one of them used', build: (x) => ops.relu(ops.split(x, 2, 3)[0] as Value) }],
  },
  'multiply-by-one': {
    applies: [
      { title: 'on either side, and divided', build: (x) => ops.divide(ops.multiply(1, ops.multiply(x, 1)), 1), leaves: [] },
      { title: 'a literal of ones that broadcasts', build: (x) => ops.relu(ops.multiply(x, tensor([1, 1, 1, 1], [4]))), leaves: ['relu'] },
    ],
    leavesAlone: [
      { title: 'by something else', build: (x) => ops.multiply(x, 1.0000001) },
      { title: 'one divided by x', build: (x) => ops.divide(1, x) },
      { title: 'ones that make the result larger', build: (x) => ops.multiply(x, tensor([1, 1], [2, 1, 1, 1])) },
      { title: 'a weight, whose values are none of its business', build: (x) => ops.multiply(x, ones) },
    ],
  },
  'add-zero': {
    applies: [{ title: 'added and subtracted', build: (x) => ops.add(0, ops.subtract(ops.add(x, -0), 0)), leaves: [] }],
    leavesAlone: [
      { title: 'something else', build: (x) => ops.add(x, 1e-30) },
      { title: 'zero minus x', build: (x) => ops.subtract(0, x) },
      { title: 'times zero, which is NaN for infinity', build: (x) => ops.multiply(x, 0) },
    ],
  },
});
