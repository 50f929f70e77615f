import * as tf from '@tensorflow/tfjs-core';
import { callHost, HostFunction, ops, type EagerValue, type Tensor, type TensorSpec } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';
import type { TfjsBackend } from './backend.js';

/** The letters of texts as numbers, as many as the longest has. */
class Letters extends HostFunction {
  readonly name = 'letters';

  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    return [{ shape: [...x.shape, null], dtype: 'int32' }];
  }

  override compute([x]: readonly [Tensor]): readonly Tensor[] {
    const texts = x.data as readonly string[];
    const width = Math.max(...texts.map(({ length }) => length));
    return [{ data: Int32Array.from(texts.flatMap((text) => Array.from({ length: width }, (_, i) => text.codePointAt(i) ?? 0))), shape: [...x.shape, width], dtype: 'int32' }];
  }
}

/** Says one thing and does another. */
class Broken extends Letters {
  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    return [{ shape: x.shape, dtype: 'float32' }];
  }
}

const texts: Tensor = { data: ['ab', 'ü', ''], shape: [3], dtype: 'string' };

describe.each(['cpu', 'wasm'] as const)('functions of the host on tfjs-%s', (name) => {
  let backend: TfjsBackend;
  beforeAll(async () => {
    backend = (await createTfjsBackend({ backend: name })) as TfjsBackend;
  });

  it('compute on values of the backend and leave nothing behind', async () => {
    const before = tf.memory().numTensors;
    const x = backend.fromTensor(texts);
    const [letters] = callHost(new Letters(), [x]) as EagerValue[];
    expect(letters && (await backend.read(letters))).toEqual({ data: Int32Array.of(97, 98, 252, 0, 0, 0), shape: [3, 2], dtype: 'int32' });
    x.dispose();
    letters?.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('stand still in gradients', async () => {
    const [x, weight] = [backend.fromTensor(texts), backend.fromTensor({ data: Float32Array.of(2), shape: [], dtype: 'float32' })];
    const { gradients } = backend.valueAndGradients(() => ops.sum(ops.multiply(ops.cast(callHost(new Letters(), [x])[0] as EagerValue, 'float32'), weight)) as EagerValue, [weight]);
    expect(gradients[0] && Array.from((await backend.read(gradients[0])).data, Number)).toEqual([97 + 98 + 252]);
  });

  it('are held to what they say', () => {
    const x = backend.fromTensor(texts);
    expect(() => callHost(new Broken(), [x])).toThrow(/'letters' should give float32/);
    x.dispose();
  });
});
