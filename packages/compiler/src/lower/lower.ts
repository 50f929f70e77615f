import {
  areCompatible,
  formatShape,
  InvalidArgumentError,
  KedgeError,
  placeholder,
  ShapeMismatchError,
  TraceScope,
  type Application,
  type FunctionGraph,
  type Shape,
  type SymbolicTensor,
} from '@kedge/graph-core';
import { ConstantPool } from '../graph/constant-pool.js';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import { fromFunctionGraph } from './from-function-graph.js';

/** How a graph is lowered. */
export interface LowerOptions {
  /**
   * Shapes to bind the inputs to, in their order; `undefined` leaves one as it is declared. Bind all of them before a graph is
   * planned.
   */
  readonly inputShapes?: readonly (Shape | undefined)[];
  /**
   * Runs one operation on symbolic tensors; by default `operation.run(args, kwargs)`. For callers whose operations need a
   * context, e.g. that a model is traced for training.
   */
  readonly apply?: (application: Application) => unknown;
  /** Where constants are kept; give the pool of an earlier graph to get the same {@link Constant} objects for the same weights. */
  readonly pool?: ConstantPool;
  /** Shapes that host steps are known to put out, by the names of the steps, where they depend on values. */
  readonly hostShapes?: ReadonlyMap<string, readonly Shape[]>;
}

/**
 * Lowers a user's graph to primitives: layers, nested models and composite ops are inlined.
 *
 * Steps are named by the path to the operation they come from: `encoder/conv2d_3/conv`.
 *
 * @param graph Of a model (`model.graph`) or of any operations.
 * @throws {ShapeMismatchError} when a given shape does not fit an input.
 * @throws {KedgeError} with the code of the cause, naming the operation, when one cannot be applied to these shapes.
 *
 * @example
 * lower(model.graph, { inputShapes: [[1, 299, 299, 3]] });
 */
export function lower(graph: FunctionGraph, options: LowerOptions = {}): PrimitiveGraph {
  const { apply = ({ operation, args, kwargs }) => operation.run(args, kwargs), pool = new ConstantPool() } = options;
  const scope = new TraceScope(options.hostShapes === undefined ? {} : { outputShapes: options.hostShapes });
  return scope.run(() => {
    const inputs = bindInputs(graph, options.inputShapes ?? [], scope);
    const results = graph.run<unknown>(
      inputs.map(({ tensor }) => tensor),
      (application) => scope.within(application.operation.name, () => applyNamed(application, apply)),
    );
    const outputs = results.map((value, i) => ({ name: graph.outputs[i]?.name ?? '', value }));
    return fromFunctionGraph({ inputs, outputs }, pool);
  });
}

function bindInputs(graph: FunctionGraph, shapes: readonly (Shape | undefined)[], scope: TraceScope): { name: string; tensor: SymbolicTensor }[] {
  if (shapes.length > graph.inputs.length) {
    throw new InvalidArgumentError(`Expected shapes for at most ${graph.inputs.length} inputs, got ${shapes.length}.`);
  }
  return graph.inputs.map(({ name, shape, dtype }, i) => {
    const bound = shapes[i] ?? shape;
    if (!areCompatible(bound, shape)) {
      throw new ShapeMismatchError(`Input '${name}' takes shape ${formatShape(shape)}, got ${formatShape(bound)}.`);
    }
    return { name, tensor: placeholder({ shape: bound, dtype }, scope.uniqueName(name)) };
  });
}

/** Errors of primitives say what does not fit; this adds where. */
function applyNamed(application: Application, apply: (application: Application) => unknown): unknown {
  try {
    return apply(application);
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    throw new KedgeError(error.code, `Lowering '${application.operation.name}': ${error.message}`, { cause: error });
  }
}
