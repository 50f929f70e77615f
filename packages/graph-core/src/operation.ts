import { KedgeError } from './errors.js';
import { Node } from './node.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { mapTree } from './tree.js';
import type { TensorSpec } from './value.js';

/** Whether a value is a {@link TensorSpec}: an object that has a shape and a dtype. */
export function isTensorSpec(value: unknown): value is TensorSpec {
  if (typeof value !== 'object' || value === null) return false;
  const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
  return Array.isArray(shape) && typeof dtype === 'string';
}

/** The tensor that an operation's next call puts out in place `index`: `dense`, `dense:1`, `dense@1` for the second call. */
export function outputTensor(operation: Operation, index: number, { shape, dtype }: TensorSpec): SymbolicTensor {
  const call = operation.inboundNodes.length;
  const name = `${operation.name}${call === 0 ? '' : `@${call}`}${index === 0 ? '' : `:${index}`}`;
  return new SymbolicTensor({ shape, dtype, name });
}

/**
 * Something that can be called in a graph: a layer, a model, an op, an input.
 *
 * It owns the record of its calls (`inboundNodes`); two calls of one operation are two nodes and share whatever state the
 * operation has.
 */
export abstract class Operation {
  #name: string;
  readonly #inboundNodes: Node[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Unique within a graph. Fixed from the first call on. */
  get name(): string {
    return this.#name;
  }

  /** @throws {KedgeError} `NAME_IS_FIXED` when the operation is part of a graph already. */
  set name(name: string) {
    if (this.#inboundNodes.length > 0) {
      throw new KedgeError(
        'NAME_IS_FIXED',
        `Cannot rename '${this.#name}' to '${name}': it is part of a graph, and saved files refer to it by name. Set the name when the operation is made.`,
      );
    }
    this.#name = name;
  }

  /** The calls of this operation on symbolic tensors, in the order in which they were made. */
  get inboundNodes(): readonly Node[] {
    return this.#inboundNodes;
  }

  /** @internal Called by the constructor of {@link Node}. */
  addInboundNode(node: Node): void {
    this.#inboundNodes.push(node);
  }

  /** Whether values enter a graph here, so that nothing upstream of it is needed. */
  get isInput(): boolean {
    return false;
  }

  /** The class name as Keras spells it, for tables and drawings. */
  get typeName(): string {
    return this.constructor.name;
  }

  /**
   * Shapes and dtypes of the outputs for a call.
   *
   * @param args Positional arguments, tensors at any depth.
   * @param kwargs Named arguments, tensors at any depth.
   * @returns One spec, or specs in arrays and records as the call would return tensors.
   */
  abstract computeOutputSpec(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown;

  /** Computes the outputs, out of values or (inside a trace scope) out of symbolic tensors. */
  abstract run(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown;

  /**
   * Records a call: infers what comes out and appends a node.
   *
   * @returns Symbolic tensors, nested as {@link Operation.computeOutputSpec} nests the specs.
   * @throws {KedgeError} `STRUCTURE_MISMATCH` when there is no spec among them; `LEAKED_TENSOR` when an argument belongs to
   * another trace.
   */
  symbolicCall(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>> = {}): unknown {
    const specs = this.computeOutputSpec(args, kwargs);
    let count = 0;
    const result = mapTree(specs, isTensorSpec, (spec) => outputTensor(this, count++, spec));
    if (count === 0) {
      throw new KedgeError(
        'STRUCTURE_MISMATCH',
        `Expected computeOutputSpec of ${this.typeName} '${this.#name}' to give a { shape, dtype } for each output, got none.`,
      );
    }
    Node.record({ operation: this, args, kwargs, outputs: result });
    return result;
  }

  toString(): string {
    return `<${this.typeName} ${this.#name}>`;
  }
}
