import { formatShape, isFullyKnown, KedgeError, type EagerBackend, type EagerValue, type PrimitiveAttrs, type PrimitiveName } from '@kedge/graph-core';
import { inferOutputs, type LoweredAttrs } from '../graph/step.js';

/**
 * Runs one primitive that is no loop.
 *
 * @throws {KedgeError} `UNBOUND_SHAPE` when its attributes leave a size open that only a bound graph knows.
 */
export function execute<K extends Exclude<PrimitiveName, 'scan'>>(backend: EagerBackend, primitive: K, inputs: readonly EagerValue[], attrs: LoweredAttrs<K>): EagerValue[] {
  const outputs = inferOutputs(primitive, inputs, attrs);
  // What the host computes may have sizes that only its values tell.
  const open = primitive === 'host' ? undefined : outputs.find(({ shape }) => !isFullyKnown(shape));
  if (open !== undefined) {
    throw new KedgeError('UNBOUND_SHAPE', `'${primitive}' would put out shape ${formatShape(open.shape)}. Lower the model with inputShapes, all sizes known, to run it.`);
  }
  // Without the loop, the attributes are those of the primitive itself.
  return backend.execute(primitive, inputs, attrs as PrimitiveAttrs<K>, outputs);
}

/** {@link execute} for a primitive that has one output. */
export function executeForOne<K extends Exclude<PrimitiveName, 'scan'>>(backend: EagerBackend, primitive: K, inputs: readonly EagerValue[], attrs: LoweredAttrs<K>): EagerValue {
  const [output] = execute(backend, primitive, inputs, attrs);
  if (output === undefined) throw new KedgeError('INTERNAL', `Backend '${backend.name}' gave nothing for '${primitive}'.`);
  return output;
}
