import { describe, expect, test } from 'vitest';
import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { expectAgreement } from '../../../test/agreement.js';
import { evaluateGraph } from '../../../test/evaluate-graph.js';
import { HostBackend } from '../../../test/host-backend.js';
import { lowered, randomTensor, variable } from '../../../test/building.js';
import { testRules } from '../../../test/rule-cases.js';
import { hostArrayOf } from '../../host/host-array.js';
import { inferenceRules, prepare, rewrite } from '../../index.js';
import { fusionRules } from './fusion.js';

const kernel = variable('kernel', [3, 3, 4, 4], 1);
const bias = variable('bias', [4], 2);
const conv = (x: ValueLike): Value => ops.conv(x, kernel, { padding: 'same' });

testRules(fusionRules(), {
  'fuse-epilogue': {
    applies: [
      { title: 'bias and activation', build: (x) => ops.relu(ops.add(conv(x), bias)), leaves: ['conv'] },
      { title: 'a shortcut', build: (x) => ops.relu(ops.add(x, conv(x))), leaves: ['conv'] },
      { title: 'two convolutions that are added: one into the other', build: (x) => ops.add(conv(ops.exp(x)), conv(x)), leaves: ['exp', 'conv', 'conv'] },
      { title: 'after depthwise conv and matmul', build: (x) => ops.sigmoid(ops.matmul(ops.clip(ops.depthwiseConv(x, variable('d', [1, 1, 4, 1])), 0, 6), variable('w', [4, 2]))), leaves: ['depthwiseConv', 'matmul'] },
    ],
    leavesAlone: [
      { title: 'the convolution read elsewhere: swish', build: (x) => { const y = conv(x); return ops.multiply(y, ops.sigmoid(y)); } },
      { title: 'the convolution an output', build: (x) => { const y = conv(x); return [ops.relu(y), y]; } },
      { title: 'a result that grows', inputs: [[1, 4, 4, 4], [2, 4, 4, 4]], build: (x, y) => ops.add(conv(x), y) },
      { title: 'a tensor that broadcasts', inputs: [[1, 4, 4, 4], [4]], build: (x, y) => ops.add(conv(x), y) },
      { title: 'softmax, which needs all results', build: (x) => ops.softmax(conv(x)) },
      { title: 'another dtype', build: (x) => ops.cast(conv(x), 'int32') },
      { title: 'after pooling', build: (x) => ops.relu(ops.maxPool(x, 2)) },
    ],
  },
});

describe('a fused graph', () => {
  const graph = lowered([[1, 4, 4, 4]], (x) => {
    const y = ops.relu(ops.batchNormalization(conv(x), bias, ops.abs(bias)));
    return ops.relu(ops.add(ops.subtract(1, conv(y)), y));
  });
  const { graph: fused } = rewrite(rewrite(graph, inferenceRules).graph, fusionRules());

  test('is printed with what follows each step', () => {
    const call = "%0, kernel'[3, 3, 4, 4]) dilations=[1, 1] groups=1 padding=same strides=[1, 1]";
    const end = ': float32 (1, 4, 4, 4) # layer/relu';
    expect(fused.toString().split('\n').slice(1, -1)).toEqual([
      `%1 = conv(${call} |> add(_, bias'[4]) |> relu(_) ${end}`,
      `%2 = conv(${call.replace('%0', '%1')} |> add(_, 1) |> add(_, %1) |> relu(_) ${end}_1`,
    ]);
  });

  test('computes the same', () => {
    expect(fused.steps).toHaveLength(2);
    expectAgreement(graph, fused, [hostArrayOf(randomTensor([1, 4, 4, 4], 5))]);
  });

  test('runs on a backend, step by step', async () => {
    const backend = new HostBackend();
    const prepared = prepare(fused, backend);
    const x = backend.fromTensor(randomTensor([1, 4, 4, 4], 5));
    const before = backend.live.size;
    const [output] = prepared.run([x]);
    expect(backend.ran).toEqual(['conv', 'add', 'relu', 'conv', 'add', 'add', 'relu']);
    expect(backend.live.size).toBe(before + 1);
    const [expected] = evaluateGraph(fused, [hostArrayOf(randomTensor([1, 4, 4, 4], 5))], { rounds: true });
    expect(output && Array.from((await backend.read(output)).data, Number)).toEqual(Array.from(expected?.data ?? []));
  });

  test('is left alone by the other rules', () => {
    expect(rewrite(fused, inferenceRules).log).toEqual([]);
  });

  test('has only what the machine can do', () => {
    const short = fusionRules(({ epilogue }, { primitive }) => epilogue.length === 0 && primitive === 'add');
    const { graph: partly } = rewrite(rewrite(graph, inferenceRules).graph, short);
    expect(partly.steps.map(({ primitive, epilogue }) => [primitive, ...epilogue.map((call) => call.primitive)])).toEqual([['conv', 'add'], ['relu'], ['conv', 'add'], ['add'], ['relu']]);
  });
});
