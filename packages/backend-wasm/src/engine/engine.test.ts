import { describe, expect, it } from 'vitest';
import { ops, tensor, type Value } from '@kedge/graph-core';
import { lowered } from '../../test/building.js';
import { Engine } from './engine.js';

const constant = tensor(Array.from({ length: 300_000 }, (_, i) => i % 1000), [300, 1000]);

describe('Engine', () => {
  it.each([1, 2, 3])('runs plans with %i threads in workers, again and again', async (threads) => {
    const engine = await Engine.start({ threads });
    try {
      const graph = lowered([[2, 3]], (x) => [ops.reshape(x, [3, 2]), ops.reshape(constant, [1000, 300]), ...running(x)]);
      const plan = await engine.model().load(graph);
      for (let i = 0; i < 200; i++) {
        const [x, y, last] = await plan.run([Float32Array.of(1, 2, 3, 4, 5, i)]);
        expect(x).toEqual(Float32Array.of(1, 2, 3, 4, 5, i));
        expect(sameBytes(y, constant.data)).toBe(true);
        expect(last).toEqual(Float32Array.of(4, 5, i));
      }
      await plan.dispose();
    } finally {
      await engine.stop();
    }
  });
});

/** Without a difference to print: comparing so many one by one would take longer than the runs. */
function sameBytes(a: ArrayBufferView | undefined, b: ArrayBufferView): boolean {
  return a !== undefined && Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer, b.byteOffset, b.byteLength)) === 0;
}

function running(x: Value): readonly Value[] {
  const { carry, outputs } = ops.scan((_carry, slices) => ({ carry: slices, outputs: slices }), [ops.reshape(tensor([0, 0, 0], [3, 1]), [3])], [x]);
  return [...carry, ...outputs];
}
