import { ops, tensor, type Value } from '@kedge/graph-core';
import { variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { sharingRules } from './sharing.js';

const weight = variable('weight', [4]);

testRules(sharingRules, {
  'fold-constants': {
    applies: [
      { title: 'a chain of weights', build: (x) => ops.multiply(x, ops.rsqrt(ops.add(ops.square(weight), 1))), leaves: ['multiply'] },
      { title: 'a fill', build: (x) => ops.add(x, ops.full([4], 2)), leaves: ['add'] },
      { title: 'several outputs', build: (x) => ops.add(ops.add(x, ops.sum(ops.split(weight, 2)[0] as Value)), ops.sum(ops.split(weight, 2)[1] as Value)), leaves: ['add', 'add'] },
    ],
    leavesAlone: [
      { title: 'what depends on an input', build: (x) => ops.multiply(x, weight) },
      { title: 'what the host cannot compute', inputs: [[2, 2]], build: (x) => ops.multiply(x, ops.matmul(variable('a', [2, 3]), variable('b', [3, 2]))) },
      { title: 'a large fill: it would take more room than it saves time', inputs: [[1024, 1024]], build: (x) => ops.add(x, ops.full([1024, 1024], 2)) },
      { title: 'random numbers', build: (x) => ops.add(x, ops.randomUniform([4], tensor([1, 2], [2], 'int32'))) },
    ],
  },
  'common-subexpression': {
    applies: [
      { title: 'the same twice', build: (x) => ops.add(ops.relu(x), ops.relu(x)), leaves: ['relu', 'add'] },
      { title: 'a chain', build: (x) => ops.add(ops.exp(ops.multiply(x, 2)), ops.exp(ops.multiply(x, 2))), leaves: ['multiply', 'exp', 'add'] },
      { title: 'several outputs', build: (x) => ops.add(ops.split(x, 2, 3)[0] as Value, ops.split(x, 2, 3)[1] as Value), leaves: ['split', 'add'] },
      {
        title: 'random numbers of one seed',
        build: (x) => {
          const draw = (): Value => ops.randomUniform([4], tensor([1, 2], [2], 'int32'));
          return [ops.cast(ops.add(ops.add(x, draw()), draw()), 'int32')];
        },
        leaves: ['randomUniform', 'add', 'add', 'cast'],
      },
    ],
    leavesAlone: [
      { title: 'other attributes', build: (x) => ops.add(ops.leakyRelu(x, 0.1), ops.leakyRelu(x, 0.2)) },
      { title: 'other weights of the same values', build: (x) => ops.add(ops.multiply(x, variable('a', [4])), ops.multiply(x, variable('b', [4]))) },
      { title: 'constants that differ in the sign of zero', build: (x) => ops.add(ops.atan2(0, x), ops.atan2(-0, x)) },
      { title: 'operands the other way round', inputs: [[2], [2]], build: (x, y) => ops.add(ops.subtract(x, y), ops.subtract(y, x)) },
    ],
  },
});
