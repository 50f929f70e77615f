import { ConstantPool, inferOutputs, lower, prepare, PrimitiveGraph, type LoweredAttrs, type Step } from '@kedge/compiler';
import { FunctionGraph, KedgeError, placeholder, primitives, type PrimitiveName, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import { difference, EPSILON, isPrimitiveCase, opCases, scanCases } from '@kedge/op-cases';
import { describe, expect, test } from 'vitest';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { loadModel } from '../index.js';
import { loadStock, runStock } from '../../../../scripts/lib/stock-graph.mjs';
import { writePrimitiveGraph } from './write-graph-model.js';

/** What stock tfjs computes otherwise, and no other nodes would mend. */
const STOCK_DEVIATES: Readonly<Record<string, string>> = {
  'erf/3': 'its approximation is within 1.5e-7, not within so many digits near zero',
  'multiply/7 int32 wraps': 'whole numbers are multiplied as doubles',
  'mod/2': 'the rest of infinity is NaN',
  'mean/7 no elements': 'the mean of nothing is 0',
  'all/4': 'all of nothing is false',
  'searchSorted/5': 'nothing is searched in an empty sequence',
  'searchSorted/6': 'nothing is searched in an empty sequence',
};

const cases = opCases.filter(isPrimitiveCase).filter(({ id }) => !Object.hasOwn(STOCK_DEVIATES, id));
type Case = (typeof cases)[number];

/** A graph of one step. */
function graphOf({ primitive, inputs, attrs }: Case): PrimitiveGraph {
  const outputs = inferOutputs(primitive, inputs, attrs as LoweredAttrs<PrimitiveName>);
  const step = { name: primitive, primitive, attrs, inputs: inputs.map((_, i) => i), outputs: outputs.map((_, i) => inputs.length + i), epilogue: [] } as unknown as Step;
  return new PrimitiveGraph({
    inputs: inputs.map((_, i) => ({ name: `x${i}`, value: i })),
    outputs: outputs.map((_, i) => ({ name: `y${i}`, operand: inputs.length + i })),
    steps: [step],
    specs: [...inputs, ...outputs].map(({ shape, dtype }) => ({ shape, dtype })),
    pool: new ConstantPool(),
  });
}

async function answers(graph: PrimitiveGraph, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const { modelJson, shards } = writePrimitiveGraph(graph, inputs.map((_, i) => `x${i}`), graph.outputs.map((_, i) => `y${i}`));
  const model = await loadStock(new Map([...shards, ['model.json', new TextEncoder().encode(JSON.stringify(modelJson))]]));
  return runStock(model, Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])));
}

/** The dtypes that tfjs has. */
const asStock = <T extends { readonly dtype: string }>(value: T): T => (value.dtype === 'uint8' ? { ...value, dtype: 'int32' } : value);

describe('stock tfjs-converter answers each primitive as real Keras does', () => {
  const done = new Set<string>();
  const refused = new Map<string, number>();

  test.each(cases.map((opCase) => [opCase.id, opCase] as const))('%s', async (_id, opCase) => {
    let graph: Tensor[];
    try {
      graph = await answers(graphOf(opCase), opCase.inputs);
    } catch (error) {
      if (!(error instanceof KedgeError) || error.code !== 'UNSUPPORTED_IN_FORMAT') throw error;
      refused.set(opCase.primitive, (refused.get(opCase.primitive) ?? 0) + 1);
      return;
    }
    done.add(opCase.primitive);
    expect(opCase.outputs.map((expected, i) => difference(graph[i] as Tensor, asStock(expected), opCase.tolerance, EPSILON)).filter((mistake) => mistake !== undefined)).toEqual([]);
  });

  test('all but what tfjs cannot do at all', () => {
    const missing = Object.keys(primitives).filter((name) => !done.has(name));
    expect(missing.sort()).toEqual(['bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'host', 'leftShift', 'randomNormal', 'randomTruncatedNormal', 'randomUniform', 'rightShift', 'scan']);
  });
});

/** What the file holds, read again and computed by Kedge. */
async function readAgain(graph: PrimitiveGraph, inputs: readonly Tensor[]): Promise<Tensor[]> {
  const { modelJson, shards } = writePrimitiveGraph(graph, inputs.map((_, i) => `x${i}`), graph.outputs.map((_, i) => `y${i}`));
  const model = await loadModel(new Map([...shards, ['model.json', new TextEncoder().encode(JSON.stringify(modelJson))]]));
  const backend = await createTfjsBackend({ backend: 'cpu' });
  const lowered = lower(model.graph, { inputShapes: inputs.map(({ shape }) => shape) });
  const values = inputs.map((input) => backend.fromTensor(input.dtype === 'uint8' ? { ...input, data: Int32Array.from(input.data), dtype: 'int32' } : input));
  return Promise.all(prepare(lowered, backend).run(values).map((value) => backend.read(value)));
}

describe('what is written is read again', () => {
  // An input of tfjs has a batch.
  const readable = cases.filter(({ inputs }) => inputs.length > 0 && inputs.every(({ shape }) => shape.length > 0));

  test.each(readable.map((opCase) => [opCase.id, opCase] as const))('%s', async (_id, opCase) => {
    let results: Tensor[];
    try {
      results = await readAgain(graphOf(opCase), opCase.inputs);
    } catch (error) {
      if (!(error instanceof KedgeError) || error.code !== 'UNSUPPORTED_IN_FORMAT') throw error;
      return;
    }
    expect(opCase.outputs.map((expected, i) => difference(results[i] as Tensor, asStock(expected), opCase.tolerance, EPSILON)).filter((mistake) => mistake !== undefined)).toEqual([]);
  });
});

describe('loops, step by step', () => {
  test.each(scanCases.map((scanCase) => [scanCase.id, scanCase] as const))('%s', async (_id, { inputs, run, outputs }) => {
    const xs = inputs.map(({ shape, dtype }, i) => placeholder({ shape, dtype }, `x${i}`));
    const graph = lower(FunctionGraph.trace(xs, run(xs as never) as readonly SymbolicTensor[]));
    const given = await answers(graph, inputs);
    expect(outputs.map((expected, i) => difference(given[i] as Tensor, expected, undefined, EPSILON)).filter((mistake) => mistake !== undefined)).toEqual([]);
  });
});
