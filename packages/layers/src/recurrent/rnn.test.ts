import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { dense } from '../core/dense.js';
import { gruCell } from './gru-cell.js';
import { lstmCell } from './lstm-cell.js';
import { stackedRNNCells } from './stacked-rnn-cells.js';
import { rnn } from './rnn.js';

describe('RNN', () => {
  keepsContract({ make: rnn, config: { cell: stackedRNNCells({ cells: [lstmCell({ units: 3 }), gruCell({ units: 2 })] }), returnSequences: true, returnState: true }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [[null, null, 2], [null, 3], [null, 3], [null, 2]] });
  keepsContract({ make: rnn, config: { cell: gruCell({ units: 2 }) }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, 2] });

  it('takes a recurrent cell only', () => {
    expect(() => rnn({ cell: dense({ units: 2 }) })).toThrow(/recurrent cell, got a Dense/);
  });
});
