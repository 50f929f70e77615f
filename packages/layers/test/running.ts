import { flattenTree, isEagerValue, setEagerBackend, tensor, type EagerBackend, type EagerValue, type Tensor } from '@kedge/graph-core';
import { beforeAll } from 'vitest';
import { newCallContext, withCallContext, type CallContext } from '../src/engine/call-context.js';
import type { CallArguments, Layer } from '../src/engine/layer.js';
import { backendFor } from './backends.js';

/** What one call of a layer gave. */
export interface Ran {
  readonly outputs: readonly EagerValue[];
  readonly context: CallContext;
  /** The values of the first output. */
  read(): Promise<number[]>;
}

/** Lets the tests of a file compute values on tfjs's cpu backend. */
export function computing(): { run(layer: Layer, inputs: Tensor | readonly Tensor[], training?: boolean, args?: CallArguments): Ran; readonly backend: EagerBackend } {
  let backend: EagerBackend | undefined;
  beforeAll(async () => {
    backend = await backendFor('cpu');
    setEagerBackend(backend);
  });
  const ready = (): EagerBackend => {
    if (backend === undefined) throw new Error('The backend starts before the first test.');
    return backend;
  };
  return {
    get backend() {
      return ready();
    },
    run: (layer, inputs, training = false, args = {}) => {
      const context = newCallContext(training);
      const toValue = (one: Tensor): EagerValue => ready().fromTensor(one);
      const given = Array.isArray(inputs) ? (inputs as readonly Tensor[]).map(toValue) : toValue(inputs as Tensor);
      const outputs = flattenTree(withCallContext(context, () => layer.run([given], args)), isEagerValue);
      const [first] = outputs;
      return { outputs, context, read: async () => (first === undefined ? [] : Array.from((await ready().read(first)).data, Number)) };
    },
  };
}

/** Ones. */
export const ones = (shape: readonly number[]): Tensor => tensor(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 1), shape);
