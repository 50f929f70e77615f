import { createTfjsBackend } from '@kedge/backend-tfjs';
import { ops, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { expect, test } from 'vitest';
import { hostArrayOf } from '../src/host/host-array.js';
import { inferenceRules, lower, prepare, rewrite, type PrimitiveGraph } from '../src/index.js';
import { magnitudes, UNIT_ROUNDOFF } from './agreement.js';
import { positiveVariable, randomTensor, traced, variable } from './building.js';
import { evaluateGraph } from './evaluate-graph.js';

function block(x: Value, name: string, filters: number, strides: number): Value {
  const vector = (part: string, seed: number): ValueLike => variable(`${name}/${part}`, [filters], seed);
  const kernel = variable(`${name}/kernel`, [3, 3, x.shape.at(-1) ?? 1, filters], filters);
  const y = ops.add(ops.conv(ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), kernel, { strides }), vector('bias', 1));
  const normalized = ops.batchNormalization(y, vector('mean', 2), positiveVariable(`${name}/variance`, [filters], 3), { offset: vector('beta', 4), scale: vector('gamma', 5) });
  return ops.clip(ops.depthwiseConv(normalized, variable(`${name}/depthwise`, [3, 3, filters, 1], 6), { padding: 'same' }), 0, 6);
}

const network = traced([[null, 16, 16, 3]], (x) => {
  const y = block(x, 'one', 8, 2);
  const z = ops.concatenate([y, ops.add(block(y, 'two', 8, 1), y)], 3);
  return ops.matmul(ops.mean(ops.maxPool(z, 2), [1, 2]), variable('head', [16, 5], 7));
});

const input = randomTensor([2, 16, 16, 3], 9);

/** The longest sums of the network: 3 x 3 x 8 products, and means over 4 x 4 cells. */
const LONGEST_SUM = 3 * 3 * 8;

async function run(graph: PrimitiveGraph, backendName: 'cpu' | 'wasm'): Promise<Tensor> {
  const backend = await createTfjsBackend({ backend: backendName });
  const prepared = prepare(graph, backend);
  const x = backend.fromTensor(input);
  const [output] = prepared.run([x]);
  if (output === undefined) throw new Error('The graph gave nothing.');
  const result = await backend.read(output);
  for (const value of [x, output]) value.dispose();
  prepared.dispose();
  return result;
}

const lowered = lower(network, { inputShapes: [input.shape] });
const { graph: rewritten } = rewrite(lowered, inferenceRules);

test.each([
  ['cpu', 'as lowered', lowered],
  ['wasm', 'as lowered', lowered],
  ['cpu', 'rewritten', rewritten],
  ['wasm', 'rewritten', rewritten],
] as const)('tfjs %s runs a network %s as its definition says', async (backend, _title, graph) => {
  const [exact] = evaluateGraph(lowered, [hostArrayOf(input)]);
  const [limit] = magnitudes(lowered, [hostArrayOf(input)]);
  const { data } = await run(graph, backend);
  // Each of the steps rounds sums of at most so many terms: their relative errors add up, on the largest possible sums.
  const relative = lowered.steps.length * (LONGEST_SUM + 1) * UNIT_ROUNDOFF;
  expect(data).toHaveLength(10);
  data.forEach((value, i) => expect(Math.abs(Number(value) - (exact?.data[i] ?? NaN))).toBeLessThanOrEqual(relative * (limit?.data[i] ?? 0)));
});

test('rewriting has left 13 of 17 steps', () => {
  expect([lowered.steps.length, rewritten.steps.length]).toEqual([17, 13]);
});
