import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { Activation, activation, type ActivationConfig } from './activation.js';

describe('Activation', () => {
  keepsContract({ make: activation, config: { activation: 'tanh' }, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });

  it('reads hard_sigmoid as the dialect of the file means it', () => {
    const slope = (dialect: 'keras2' | 'keras3'): string => Activation.fromConfig({ activation: 'hard_sigmoid' }, dialect).config.activation.name;
    expect(slope('keras2')).not.toBe(slope('keras3'));
  });

  it('needs an activation', () => {
    expect(() => activation({} as ActivationConfig)).toThrow(/activation/);
  });
});
