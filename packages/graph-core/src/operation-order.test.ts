import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloneSubgraph } from './clone.js';
import { FunctionGraph } from './function-graph.js';
import { producerOf } from './node.js';
import { Operation } from './operation.js';
import { placeholder } from './placeholder.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { flattenTree } from './tree.js';
import { isSymbolicTensor, type TensorSpec } from './value.js';

const SPEC: TensorSpec = { shape: [null, 2], dtype: 'float32' };

/** A model as fixtures/python/graph_order.py writes it; a tensor is "operation/call/output". */
interface OrderCase {
  readonly title: string;
  /** By name: I input, L layer, O operation, M model, with the number of outputs where there are several. */
  readonly operations: Readonly<Record<string, string>>;
  readonly calls: readonly (readonly [operation: string, ...inputs: string[]])[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly keras: { readonly operations: readonly string[]; readonly layers: readonly string[] };
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/graph/order.json'), 'utf8')) as { cases: readonly OrderCase[] };

class Tiny extends Operation {
  readonly kind: string;

  constructor(name: string, kind: string) {
    super(name);
    this.kind = kind;
  }

  override computeOutputSpec(): TensorSpec | TensorSpec[] {
    const count = Number(this.kind.slice(1) || 1);
    return count === 1 ? SPEC : Array.from({ length: count }, () => SPEC);
  }

  override run(args: readonly unknown[]): unknown {
    return args[0];
  }
}

/** Makes the calls of a case again and gives what a reference stands for. */
function replay({ operations, calls }: OrderCase): (reference: string) => SymbolicTensor {
  const made = new Map<string, SymbolicTensor>();
  const tensorOf = (reference: string): SymbolicTensor => {
    const tensor = made.get(reference);
    if (tensor === undefined) throw new Error(`The case uses ${reference} before it is made.`);
    return tensor;
  };
  const byName = new Map(Object.entries(operations).map(([name, kind]) => [name, new Tiny(name, kind)]));
  for (const [name, kind] of Object.entries(operations)) if (kind === 'I') made.set(`${name}/0/0`, placeholder(SPEC, name));
  for (const [name, ...inputs] of calls) {
    const operation = byName.get(name);
    const outputs = flattenTree(operation?.symbolicCall(inputs.map(tensorOf)), isSymbolicTensor);
    outputs.forEach((output, i) => made.set(`${name}/${(operation?.inboundNodes.length ?? 0) - 1}/${i}`, output));
  }
  return tensorOf;
}

/** As a Keras model: inputs in the middle of a graph get inputs of their own. */
function traceAsModel(inputs: readonly SymbolicTensor[], outputs: readonly SymbolicTensor[]): FunctionGraph {
  if (inputs.every((tensor) => producerOf(tensor)?.isInput === true)) return FunctionGraph.trace(inputs, outputs);
  const clone = cloneSubgraph(inputs, outputs, (tensor) =>
    producerOf(tensor)?.isInput === true ? tensor : placeholder(tensor, `${tensor.name} clone`),
  );
  return FunctionGraph.trace(clone.inputs, clone.outputs);
}

describe('the order of operations', () => {
  it.each(cases.map((item) => [item.title, item] as const))('G9 is that of Keras: %s', (_title, item) => {
    const tensorOf = replay(item);
    const graph = traceAsModel(item.inputs.map(tensorOf), item.outputs.map(tensorOf));
    const starts = new Map(graph.inputs.map((tensor, i) => [tensor.history?.operation, `start:${i}`]));
    const nameOf = (operation: Operation): string => starts.get(operation) ?? operation.name;
    const isLayer = (operation: Operation): boolean => !(operation instanceof Tiny) || operation.kind !== 'O';
    expect(graph.operations.map(nameOf)).toEqual(item.keras.operations);
    expect(graph.operations.filter(isLayer).map(nameOf)).toEqual(item.keras.layers);
  });

  it('G9 is checked on as many models as there are', () => {
    expect(cases.length).toBe(44);
    expect(cases.filter(({ keras }) => keras.operations.length !== keras.layers.length).length).toBeGreaterThan(5);
  });
});
