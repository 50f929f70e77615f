import { FunctionGraph, inferOutputSpec, Operation, placeholder, tensor, VALUE_KIND, type DType, type EagerValue, type NumericTensor, type Shape, type Tensor, type Value, type VariableLike } from '@kedge/graph-core';
import { lower, type LowerOptions, type PrimitiveGraph } from '../src/index.js';

/** Numbers in [-1, 1) that depend on the seed alone. */
export function numbers(count: number, seed: number): number[] {
  let state = (seed * 2654435761) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x80000000 - 1;
  });
}

/** A float tensor of such numbers. */
export function randomTensor(shape: readonly number[], seed: number): NumericTensor {
  return tensor(numbers(shape.reduce((size, dim) => size * dim, 1), seed), shape);
}

/** A weight. */
export class TestVariable implements VariableLike {
  readonly [VALUE_KIND] = 'variable';
  readonly name: string;
  #value: Tensor;
  /** How often values were asked for. */
  reads = 0;

  constructor(name: string, value: Tensor) {
    this.name = name;
    this.#value = value;
  }

  get shape(): readonly number[] {
    return this.#value.shape;
  }

  get dtype(): DType {
    return this.#value.dtype;
  }

  hostValue(): Tensor {
    this.reads += 1;
    return this.#value;
  }

  eagerValue(): EagerValue {
    throw new Error('A lowered graph takes weights from host memory.');
  }
}

export function variable(name: string, shape: readonly number[], seed = 1): TestVariable {
  return new TestVariable(name, randomTensor(shape, seed));
}

/** Weights above zero, as variances are. */
export function positiveVariable(name: string, shape: readonly number[], seed = 1): TestVariable {
  const { data } = randomTensor(shape, seed);
  return new TestVariable(name, tensor(Array.from(data, (x) => Math.abs(x) + 0.1), shape));
}

/** A layer as this package sees one: an operation that computes in ops. */
export class Block extends Operation {
  readonly #fn: (...inputs: Value[]) => unknown;

  constructor(name: string, fn: (...inputs: Value[]) => unknown) {
    super(name);
    this.#fn = fn;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.run(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    return this.#fn(...(args as Value[]));
  }
}

type Build = (...inputs: Value[]) => Value | readonly Value[];

/** A user's graph that is one layer. */
export function traced(shapes: readonly Shape[], build: Build): FunctionGraph {
  const inputs = shapes.map((shape, i) => placeholder({ shape, dtype: 'float32' }, `x${i === 0 ? '' : i}`));
  return FunctionGraph.trace(inputs, new Block('layer', build).symbolicCall(inputs));
}

/** A graph of one layer, lowered. */
export function lowered(shapes: readonly Shape[], build: Build, options: LowerOptions = {}): PrimitiveGraph {
  return lower(traced(shapes, build), options);
}

/** The primitives of a graph, in order. */
export function primitivesOf(graph: PrimitiveGraph): string[] {
  return graph.steps.map(({ primitive }) => primitive);
}
