import { lower, type PrimitiveGraph } from '@kedge/compiler';
import { FunctionGraph, inferOutputSpec, Operation, placeholder, type Shape, type Value } from '@kedge/graph-core';

type Build = (...inputs: Value[]) => Value | readonly Value[];

/** A layer as this package sees one: an operation that computes in ops. */
class Block extends Operation {
  readonly #fn: Build;

  constructor(fn: Build) {
    super('layer');
    this.#fn = fn;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.run(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    return this.#fn(...(args as Value[]));
  }
}

/** A graph of one layer, as it is written. */
export function traced(shapes: readonly Shape[], build: Build): FunctionGraph {
  const inputs = shapes.map((shape, i) => placeholder({ shape, dtype: 'float32' }, `x${i === 0 ? '' : i}`));
  return FunctionGraph.trace(inputs, new Block(build).symbolicCall(inputs));
}

/** A graph of one layer, lowered. */
export function lowered(shapes: readonly Shape[], build: Build): PrimitiveGraph {
  return lower(traced(shapes, build));
}
