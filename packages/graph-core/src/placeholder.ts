import { InvalidArgumentError } from './errors.js';
import { Node } from './node.js';
import { Operation } from './operation.js';
import { expectShape } from './shape.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import type { TensorSpec } from './value.js';

/** The operation behind a bare graph input: it puts out one tensor and computes nothing. */
export class Placeholder extends Operation {
  readonly spec: TensorSpec;
  readonly output: SymbolicTensor;

  constructor(name: string, spec: TensorSpec) {
    super(name);
    expectShape(spec.shape, `Input '${name}'`);
    this.spec = spec;
    this.output = new SymbolicTensor({ ...spec, name });
    Node.record({ operation: this, args: [], outputs: this.output });
  }

  override get isInput(): boolean {
    return true;
  }

  override get typeName(): string {
    return 'Placeholder';
  }

  override computeOutputSpec(): TensorSpec {
    return this.spec;
  }

  override run(): never {
    throw new InvalidArgumentError(`Input '${this.name}' has no value of its own. Pass one when you run the graph.`);
  }
}

/**
 * A symbolic tensor that enters a graph.
 *
 * @param spec Shape and dtype.
 * @param name Unique within the graph.
 * @throws {InvalidArgumentError} when a size is no whole number from 0.
 */
export function placeholder(spec: TensorSpec, name: string): SymbolicTensor {
  return new Placeholder(name, spec).output;
}
