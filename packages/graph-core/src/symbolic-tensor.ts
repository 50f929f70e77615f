import type { DType } from './dtype.js';
import type { Operation } from './operation.js';
import { formatShape, type Shape } from './shape.js';
import { currentTraceScope, type TraceScope } from './trace-scope.js';
import { VALUE_KIND } from './value.js';

/** Where a tensor comes from: the `tensorIndex`-th output of the operation's `nodeIndex`-th call. */
export interface History {
  readonly operation: Operation;
  readonly nodeIndex: number;
  readonly tensorIndex: number;
}

/**
 * A tensor of which only shape and dtype are known: an edge of a graph.
 *
 * `history` is set once, by the {@link Node} that puts the tensor out.
 */
export class SymbolicTensor {
  readonly [VALUE_KIND] = 'symbolic';
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string;
  /** The trace scope it was made in; `undefined` for a tensor of the user's graph. */
  readonly scope: TraceScope | undefined = currentTraceScope();
  #history: History | undefined;

  constructor(spec: { shape: Shape; dtype: DType; name: string }) {
    this.shape = spec.shape;
    this.dtype = spec.dtype;
    this.name = spec.name;
  }

  /** The call that made this tensor; `undefined` before a node has put it out. */
  get history(): History | undefined {
    return this.#history;
  }

  /** @internal Called by the node that puts this tensor out. */
  setHistory(history: History): void {
    this.#history = history;
  }

  toString(): string {
    return `<SymbolicTensor ${this.name} shape=${formatShape(this.shape)} dtype=${this.dtype}>`;
  }
}
