import { tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { maskOf } from '../engine/masks.js';
import { masking } from './masking.js';

describe('Masking', () => {
  keepsContract({ make: masking, config: { maskValue: 2 }, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });

  const machine = computing();

  it('marks a step only when all its features have the value', async () => {
    const { outputs } = machine.run(masking({ maskValue: 1 }), tensor([1, 1, 1, 2], [1, 2, 2]));
    const mask = await machine.backend.read(maskOf(outputs[0] as EagerValue) as EagerValue);
    expect(Array.from(mask.data, Number)).toEqual([0, 1]);
  });
});
