import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { dense } from '../core/dense.js';
import { gruCell } from './gru-cell.js';
import { lstmCell } from './lstm-cell.js';
import { stackedRNNCells } from './stacked-rnn-cells.js';

describe('StackedRNNCells', () => {
  keepsContract({ make: stackedRNNCells, config: { cells: [lstmCell({ units: 3 }), gruCell({ units: 2 })] }, inputs: [[null, 4]], sizes: [[2, 4]], output: [[null, 2], [null, 3], [null, 3], [null, 2]] });

  it('takes recurrent cells only', () => {
    expect(() => stackedRNNCells({ cells: [dense({ units: 2 })] })).toThrow(/recurrent cells, got a Dense/);
    expect(() => stackedRNNCells({ cells: [] })).toThrow(/cells/);
  });
});
