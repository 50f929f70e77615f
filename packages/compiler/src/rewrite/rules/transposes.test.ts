import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { testRules } from '../../../test/rule-cases.js';
import { transposeRules } from './transposes.js';

const toFirst = (x: ValueLike): Value => ops.transpose(x, [0, 3, 1, 2]);
const toLast = (x: ValueLike): Value => ops.transpose(x, [0, 2, 3, 1]);
const inputs = [[1, 4, 3, 2], [1, 4, 3, 2]];

testRules(transposeRules, {
  'transpose-back': {
    applies: [
      { title: 'there and back', inputs: inputs.slice(1), build: (x) => ops.relu(toLast(toFirst(x))), leaves: ['relu'] },
      { title: 'also when the first is read elsewhere', inputs: inputs.slice(1), build: (x) => { const y = toFirst(x); return [y, ops.relu(toLast(y))]; }, leaves: ['transpose', 'relu'] },
    ],
    leavesAlone: [{ title: 'twice the same way', inputs: inputs.slice(1), build: (x) => toFirst(toFirst(x)) }],
  },
  'transpose-of-transpose': {
    applies: [{ title: 'twice the same way', inputs: inputs.slice(1), build: (x) => toFirst(toFirst(x)), leaves: ['transpose'] }],
    leavesAlone: [{ title: 'read between', inputs: inputs.slice(1), build: (x) => { const y = toFirst(x); return [y, toFirst(y)]; } }],
  },
  'transpose-through-elementwise': {
    applies: [
      { title: 'there, activations, and back', inputs: inputs.slice(1), build: (x) => toLast(ops.add(ops.relu(toFirst(x)), 1)), leaves: ['relu', 'add'] },
      { title: 'twice the same way', inputs: inputs.slice(1), build: (x) => toFirst(ops.sigmoid(toFirst(x))), leaves: ['sigmoid', 'transpose'] },
    ],
    leavesAlone: [
      { title: 'softmax, which runs along an axis', inputs: inputs.slice(1), build: (x) => toLast(ops.softmax(toFirst(x))) },
      { title: 'read between', inputs: inputs.slice(1), build: (x) => { const y = ops.relu(toFirst(x)); return [toLast(y), y]; } },
      { title: 'no transpose before', inputs: inputs.slice(1), build: (x) => toLast(ops.relu(x)) },
    ],
  },
  'binary-of-transposes': {
    applies: [{ title: 'a shortcut', inputs, build: (x, y) => ops.add(toFirst(x), toFirst(y)), leaves: ['add', 'transpose'] }],
    leavesAlone: [
      { title: 'transposed differently', inputs: [[1, 3, 3, 3], [1, 3, 3, 3]], build: (x, y) => ops.add(toFirst(x), toLast(y)) },
      { title: 'one of them read elsewhere', inputs, build: (x, y) => { const z = toFirst(x); return [ops.add(z, toFirst(y)), z]; } },
      { title: 'only one of them transposed', inputs: [[1, 4, 3, 2], [1, 2, 4, 3]], build: (x, y) => ops.add(toFirst(x), y) },
    ],
  },
  'concatenate-of-transposes': {
    applies: [{ title: 'along the channels', inputs, build: (x, y) => ops.concatenate([toFirst(x), toFirst(y)], 1), leaves: ['concatenate', 'transpose'] }],
    leavesAlone: [{ title: 'with something else', inputs: [[1, 4, 3, 2], [1, 2, 4, 3]], build: (x, y) => ops.concatenate([toFirst(x), y], 1) }],
  },
});
