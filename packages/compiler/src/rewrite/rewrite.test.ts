import { describe, expect, test } from 'vitest';
import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { lowered, positiveVariable, primitivesOf, variable } from '../../test/building.js';
import { defineRule, fusionRules, inferenceRules, rewrite, type Rule } from '../index.js';

const turnAround: Rule = defineRule({
  name: 'swap-sides',
  why: 'a + b is b + a, for ever',
  at: ['add'],
  match: (step) => step,
  rewrite: ({ name, inputs }, build) => [build.emit('add', { name, inputs: inputs.toReversed(), attrs: {} })],
});

const convBlock = (x: ValueLike, name: string): Value => {
  const kernel = variable(`${name}/kernel`, [3, 3, 4, 4]);
  const [mean, offset] = [variable(`${name}/mean`, [4]), variable(`${name}/beta`, [4])];
  const y = ops.batchNormalization(ops.conv(x, kernel, { padding: 'same' }), mean, positiveVariable(`${name}/variance`, [4]), { offset });
  return ops.relu(y);
};

describe('rewrite', () => {
  test('plan of a small residual network, as text', () => {
    const graph = lowered([[null, 8, 8, 4]], (x) => {
      const shortcut = convBlock(ops.pad(ops.multiply(x, 1), [[0, 0], [1, 1], [1, 1], [0, 0]]), 'stem');
      const y = ops.add(convBlock(ops.identity(shortcut), 'body'), shortcut);
      return ops.softmax(ops.matmul(ops.squeeze(ops.mean(y, [1, 2], true), [1, 2]), ops.multiply(variable('head', [4, 2]), 0.5)));
    });
    const { graph: rewritten, log } = rewrite(graph, inferenceRules);
    expect(rewritten.toString()).toBe(
      [
        'in %0 x : float32 (null, 8, 8, 4)',
        '%1 = conv(%0, stem/kernel\'[3, 3, 4, 4]) dilations=[1, 1] groups=1 padding=[[2, 2], [2, 2]] strides=[1, 1] : float32 (null, 10, 10, 4) # layer/conv',
        '%2 = add(%1, stem/beta\'[4]) : float32 (null, 10, 10, 4) # layer/batchNormalization/add',
        '%3 = relu(%2) : float32 (null, 10, 10, 4) # layer/relu',
        '%4 = conv(%3, body/kernel\'[3, 3, 4, 4]) dilations=[1, 1] groups=1 padding=same strides=[1, 1] : float32 (null, 10, 10, 4) # layer/conv_1',
        '%5 = add(%4, body/beta\'[4]) : float32 (null, 10, 10, 4) # layer/batchNormalization_1/add',
        '%6 = relu(%5) : float32 (null, 10, 10, 4) # layer/relu_1',
        '%7 = add(%6, %3) : float32 (null, 10, 10, 4) # layer/add',
        '%8 = mean(%7) axes=[1, 2] keepDims=true : float32 (null, 1, 1, 4) # layer/mean',
        '%9 = reshape(%8) newShape=[-1, 4] : float32 (null, 4) # layer/squeeze',
        '%10 = matmul(%9, head\'[4, 2]) transposeA=false transposeB=false : float32 (null, 2) # layer/matmul',
        '%11 = softmax(%10) axis=1 : float32 (null, 2) # layer/softmax',
        'out layer = %11',
      ].join('\n'),
    );
    expect(log).toEqual([
      { rule: 'identity', count: 1 },
      { rule: 'multiply-by-one', count: 1 },
      { rule: 'fold-constants', count: 1 },
      { rule: 'dims-are-reshape', count: 1 },
      { rule: 'pad-into-convolution', count: 1 },
      { rule: 'scale-into-weights', count: 2 },
      { rule: 'normalization-is-affine', count: 2 },
    ]);
  });

  test('rewriting what is rewritten changes nothing', () => {
    const { graph } = rewrite(lowered([[1, 8, 8, 4]], (x) => convBlock(convBlock(x, 'a'), 'b')), inferenceRules);
    const again = rewrite(graph, inferenceRules);
    expect(again.log).toEqual([]);
    expect(again.graph.toString()).toBe(graph.toString());
  });

  test('the graph that is rewritten stays as it was', () => {
    const graph = lowered([[1, 8, 8, 4]], (x) => convBlock(x, 'a'));
    const text = graph.toString();
    rewrite(graph, inferenceRules);
    expect(graph.toString()).toBe(text);
  });

  test('inputs that nothing needs any more stay inputs', () => {
    const { graph } = rewrite(lowered([[4], [4]], (x, y) => [ops.relu(x), ops.split(y, 1)[0] as Value]), inferenceRules);
    expect(graph.inputs).toHaveLength(2);
    expect(graph.outputs.map(({ operand }) => operand)).toEqual([2, 1]);
  });

  test('the bodies of loops are rewritten', () => {
    const weight = variable('recurrent', [4, 4]);
    const graph = lowered([[3, 2, 4]], (x) => {
      const { carry } = ops.scan(([h = 0], [s = 0]) => ({ carry: [ops.add(ops.multiply(ops.matmul(ops.identity(h), weight), 2), s)], outputs: [] }), [ops.zeros([2, 4])], [x]);
      return carry[0] as Value;
    });
    const { graph: rewritten, log } = rewrite(graph, inferenceRules);
    const [scan] = rewritten.steps;
    expect(primitivesOf(rewritten)).toEqual(['scan']);
    expect(scan?.primitive === 'scan' && primitivesOf(scan.attrs.body)).toEqual(['matmul', 'add']);
    expect(log.map(({ rule }) => rule)).toEqual(['identity', 'fold-constants', 'scale-into-weights']);
  });

  test('a chain of 3000 steps is rewritten without exhausting the stack', () => {
    const graph = lowered([[2, 2]], (x) => {
      let y: Value = x;
      for (let i = 0; i < 3000; i++) y = i % 2 === 0 ? ops.multiply(y, 2) : ops.subtract(y, 1);
      return y;
    });
    expect(primitivesOf(rewrite(graph, inferenceRules).graph)).toEqual(['multiply', 'add']);
  });

  test('rules are told apart by name, and each says why it is right', () => {
    const names = [...inferenceRules, ...fusionRules()].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(inferenceRules.filter(({ why }) => why.length < 10 || why.includes('\n'))).toEqual([]);
  });

  test('names stay unique', () => {
    const { graph } = rewrite(lowered([[1, 8, 8, 4]], (x) => convBlock(convBlock(x, 'a'), 'a')), inferenceRules);
    const names = graph.steps.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('rewrite throws', () => {
  test('at a rule that makes no progress, in place of running for ever', () => {
    const graph = lowered([[4]], (x) => ops.add(x, variable('bias', [4])));
    expect(() => rewrite(graph, [turnAround])).toThrow(expect.objectContaining({ code: 'RULE_WITHOUT_PROGRESS' }));
    expect(() => rewrite(graph, [turnAround])).toThrow(/Rule 'swap-sides' at 'layer\/add' changed the cost of the graph from 10 to 10/);
  });

  test('at a rule that changes a shape', () => {
    const shrink = defineRule({ name: 'shrink', why: 'it is wrong', at: ['tile'], match: (step) => step.inputs[0], rewrite: (x) => [x] });
    const graph = lowered([[4]], (x) => ops.tile(x, [2]));
    expect(() => rewrite(graph, [shrink])).toThrow(expect.objectContaining({ code: 'RULE_CHANGED_TYPE' }));
  });

  test('at a rule that gives too few operands', () => {
    const lose = defineRule({ name: 'lose', why: 'it is wrong', at: ['split'], match: (step) => step, rewrite: () => [] });
    const graph = lowered([[4]], (x) => ops.split(x, 2));
    expect(() => rewrite(graph, [lose])).toThrow(/Rule 'lose' puts nothing in the place of float32 \(2\)/);
  });
});
