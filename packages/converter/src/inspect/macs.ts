import {
  currentTraceScope,
  elementCount,
  flattenTree,
  FunctionGraph,
  isSymbolicTensor,
  parseEinsum,
  placeholder,
  PrimitiveOperation,
  TraceScope,
  type Dim,
  type Node,
  type Shape,
} from '@kedge/graph-core';
import type { Model } from '@kedge/layers/engine';

const times = (a: Dim, b: Dim): Dim => (a === null || b === null ? null : a * b);
const plus = (a: Dim, b: Dim): Dim => (a === null || b === null ? null : a + b);

/** Shapes of a primitive's arguments, weights included. */
function argumentShapes(node: Node): Shape[] {
  return node.args.map((arg) => (arg as { readonly shape: Shape }).shape);
}

/**
 * Multiply-accumulates of one primitive: one for each product that enters a sum. Elementwise work counts as none.
 *
 * @returns `null` when a size is not known.
 */
function macsOf(node: Node): Dim {
  if (!(node.operation instanceof PrimitiveOperation)) return 0;
  const { primitive, attrs } = node.operation;
  const [a = [], b = []] = argumentShapes(node);
  const output = elementCount(node.outputs[0]?.shape ?? []);
  switch (primitive.name) {
    case 'conv':
      return times(output, elementCount(b.slice(0, -1)));
    case 'depthwiseConv':
      return times(output, elementCount(b.slice(0, -2)));
    case 'convTranspose':
      return times(elementCount(a), elementCount(b.slice(0, -1)));
    case 'matmul':
      return times(output, a.at(attrs.transposeA === true ? -2 : -1) ?? null);
    case 'einsum': {
      const shapes = argumentShapes(node);
      const { inputs } = parseEinsum(String(attrs.equation), shapes.length);
      const dims = new Map(inputs.flatMap((labels, i) => [...labels].map((label, axis) => [label, shapes[i]?.[axis] ?? null] as const)));
      return elementCount([...dims.values()]);
    }
    case 'scan': {
      const body = attrs.body as FunctionGraph;
      const steps = node.inputs[Number(attrs.carryCount)]?.shape[0] ?? (attrs.length as Dim);
      return times(steps, body.nodes.map(macsOf).reduce(plus, 0));
    }
    default:
      return 0;
  }
}

/**
 * Multiply-accumulates of each layer of a model for one example, by layer name; a layer that is called several times counts
 * each call, a nested model all that is in it.
 *
 * @returns `null` for a layer whose sizes are not known.
 */
export function countMacs(model: Model): Map<string, Dim> {
  const scope = new TraceScope();
  return scope.run(() => {
    const inputs = model.inputs.map(({ shape, dtype }, i) => placeholder({ shape: shape.map((dim, axis) => (axis === 0 ? 1 : dim)), dtype }, `input_${i}`));
    const outputs = model.graph.run<unknown>(inputs, ({ operation, args, kwargs }) =>
      currentTraceScope()?.within(operation.name, () => operation.run(args, kwargs)),
    );
    const lowered = FunctionGraph.trace(inputs, flattenTree(outputs, isSymbolicTensor));
    const counts = new Map<string, Dim>();
    const names = model.graph.operations.map(({ name }) => name).sort((a, b) => b.length - a.length);
    for (const node of lowered.nodes) {
      const owner = names.find((name) => node.operation.name.startsWith(`${name}/`));
      if (owner !== undefined) counts.set(owner, plus(counts.get(owner) ?? 0, macsOf(node)));
    }
    return counts;
  });
}
