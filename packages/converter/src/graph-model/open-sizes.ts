import { lower, type PrimitiveGraph } from '@kedge/compiler';
import { KedgeError, type Dim, type Shape } from '@kedge/graph-core';
import type { Model } from '@kedge/layers/engine';
import { attr, type GraphDef, type NodeOutput } from './graph-def.js';

/** Primes that stand for sizes which only a run tells; large, so that no size of a model is one of them, or has one as a factor. */
const PRIMES = [10007, 10009, 10037, 10039, 10061, 10067, 10069, 10079, 10091, 10093];

/** An open dimension of an input. */
interface OpenSize {
  readonly prime: number;
  readonly input: number;
  readonly axis: number;
}

/**
 * Tells sizes that only a run tells by where they come from: the model is lowered once more with a prime in place of each open
 * dimension, and which prime stands in a shape says which dimension it is.
 */
export class OpenSizes {
  readonly #open: readonly OpenSize[];
  readonly #shapes = new Map<string, readonly Shape[]>();
  readonly inputShapes: readonly (readonly number[])[];

  constructor(model: Model) {
    const open: OpenSize[] = [];
    const [batch = 1, ...others] = PRIMES;
    this.inputShapes = model.graph.inputs.map(({ shape }, input) =>
      shape.map((dim, axis) => {
        if (dim !== null) return dim;
        const prime = axis === 0 ? batch : (others.shift() ?? 0);
        open.push({ prime, input, axis });
        return prime;
      }),
    );
    this.#open = open;
    if (open.length > 0 && open.every(({ prime }) => prime > 0)) this.#gather(model);
  }

  #gather(model: Model): void {
    try {
      this.#collect(lower(model.graph, { inputShapes: this.inputShapes }), '');
    } catch (error) {
      // What cannot be made of such sizes tells nothing; the step that needs them then says so.
      if (!(error instanceof KedgeError)) throw error;
    }
  }

  #collect(graph: PrimitiveGraph, prefix: string): void {
    for (const step of graph.steps) {
      this.#shapes.set(`${prefix}${step.name}`, step.outputs.map((value) => graph.specOf(value).shape));
      if (step.primitive === 'scan') this.#collect(step.attrs.body, `${prefix}${step.name}/`);
    }
  }

  /** The shapes of what a step puts out, with primes; `undefined` where they are not known, or another step bears the name. */
  outputsOf(name: string, shapes: readonly Shape[]): readonly (readonly number[] | undefined)[] {
    const found = this.#shapes.get(name) ?? [];
    return shapes.map((shape, i) => {
      const primed = found[i];
      const isSame = primed?.length === shape.length && shape.every((dim, axis) => dim === null || dim === primed[axis]);
      return isSame && primed.every((dim) => dim !== null) ? primed : undefined;
    });
  }

  /** A node that tells a size at run time: an open dimension of an input, or a multiple of one. */
  nodeOf(size: number, graph: GraphDef, inputs: readonly NodeOutput[]): NodeOutput | undefined {
    const source = this.#open.find(({ prime }) => size % prime === 0);
    if (source === undefined) return undefined;
    const factor = size / source.prime;
    if (this.#open.some(({ prime }) => factor % prime === 0)) return undefined;
    const name = `sizes/input_${source.input}_${source.axis}`;
    const known = graph.once(name, () => {
      const all = graph.add('Shape', `${name}/shape`, [inputs[source.input] ?? ''], { T: attr.type('float32'), out_type: attr.type('int32') });
      const cut = graph.add('Slice', `${name}/slice`, [all, graph.ints([source.axis], `${name}/axis`), graph.ints([1], `${name}/one`)], { T: attr.type('int32') });
      return graph.add('Squeeze', name, [cut], { T: attr.type('int32'), squeeze_dims: attr.ints([0]) });
    });
    if (factor === 1) return known;
    return graph.once(`${name}_times_${factor}`, () => graph.add('Mul', `${name}_times_${factor}`, [known, graph.scalar(factor, 'int32', 'factor')], { T: attr.type('int32') }));
  }
}

/** Sizes as a node: constant where all are known, else put together at run time. `undefined` where one is not known then either. */
export function sizesNode(sizes: readonly Dim[], primed: readonly (number | undefined)[] | undefined, graph: GraphDef, name: string, open: (size: number) => NodeOutput | undefined): NodeOutput | undefined {
  if (sizes.every((size) => size !== null)) return graph.ints(sizes, `${name}/shape`);
  const parts = sizes.map((size, axis) => {
    if (size !== null) return graph.scalar(size, 'int32', `${name}/size`);
    const prime = primed?.[axis];
    return prime === undefined ? undefined : open(prime);
  });
  if (!parts.every((part) => part !== undefined)) return undefined;
  return graph.add('Pack', `${name}/shape`, parts, { N: attr.int(parts.length), axis: attr.int(0), T: attr.type('int32') });
}
