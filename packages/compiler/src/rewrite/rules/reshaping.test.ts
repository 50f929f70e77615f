import { ops } from '@kedge/graph-core';
import { testRules } from '../../../test/rule-cases.js';
import { reshapingRules } from './reshaping.js';

testRules(reshapingRules, {
  'dims-are-reshape': {
    applies: [
      { title: 'expandDims', build: (x) => ops.expandDims(x, 1), leaves: ['reshape'] },
      { title: 'squeeze with an unknown size', inputs: [[null, 1, 3]], build: (x) => ops.squeeze(x, 1), leaves: ['reshape'] },
    ],
    leavesAlone: [{ title: 'two unknown sizes, which a reshape could not tell apart', inputs: [[null, null, 1]], build: (x) => ops.squeeze(x, 2) }],
  },
  'reshape-of-reshape': {
    applies: [{ title: 'twice', build: (x) => ops.reshape(ops.reshape(x, [16, 4]), [8, 8]), leaves: ['reshape'] }],
    leavesAlone: [
      { title: 'read between', build: (x) => { const y = ops.reshape(x, [16, 4]); return ops.add(ops.sum(ops.reshape(y, [8, 8])), ops.sum(y)); } },
      { title: 'put out between', build: (x) => { const y = ops.reshape(x, [16, 4]); return [ops.reshape(y, [8, 8]), y]; } },
    ],
  },
  'concatenate-of-concatenate': {
    applies: [
      { title: 'along one axis', build: (x) => ops.concatenate([ops.concatenate([x, ops.relu(x)], 3), ops.concatenate([x, x], 3)], 3), leaves: ['relu', 'concatenate'] },
    ],
    leavesAlone: [
      { title: 'along different axes', build: (x) => ops.concatenate([ops.concatenate([x, x], 2), ops.concatenate([x, x], 2)], 3) },
      { title: 'read elsewhere', build: (x) => { const y = ops.concatenate([x, x], 3); return ops.concatenate([y, ops.relu(y)], 3); } },
    ],
  },
});
