import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { dense } from '../core/dense.js';
import { dropout } from '../regularization/dropout.js';
import { pipeline } from './pipeline.js';
import { rescaling } from './rescaling.js';
import { stringLookup } from './string-lookup.js';
import { categoryEncoding } from './category-encoding.js';

/** New layers for each pipeline: the contract makes several. */
const make = (config: { readonly units: number; readonly name?: string }) => pipeline({ layers: [rescaling({ scale: 2 }), dense({ units: config.units })], ...(config.name === undefined ? {} : { name: config.name }) });

describe('Pipeline', () => {
  keepsContract({ make: pipeline, config: { layers: [rescaling({ scale: 2, offset: 1 }), rescaling({ scale: 0.5 })] }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 3] });
  keepsContract({ make: pipeline, config: { layers: [dense({ units: 2 }), dense({ units: 4 })] }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 4] });
  keepsContract({ make: pipeline, config: { layers: [stringLookup({ vocabulary: ['a'] }), categoryEncoding({ numTokens: 2 })] }, inputs: [[null, 3]], sizes: [[2, 3]], output: [null, 2], dtype: 'string', outputDType: 'float32' });

  const { run } = computing();

  it('has the weights of its layers and trains as they do', () => {
    const layer = make({ units: 2 });
    layer.buildFor([{ shape: [null, 3], dtype: 'float32' }]);
    run(layer, tensor([1, 2, 3], [1, 3]));
    expect(layer.weights.map(({ shape }) => shape)).toEqual([[3, 2], [2]]);
    layer.trainable = false;
    expect(layer.trainableWeights).toEqual([]);
  });

  it('tells its layers whether they train', async () => {
    const layer = pipeline({ layers: [dropout({ rate: 0.5 })] });
    const x = tensor(new Float32Array(64).fill(1), [1, 64]);
    expect(await run(layer, x).read()).toEqual(Array.from({ length: 64 }, () => 1));
    expect(await run(layer, x, true).read()).toContain(0);
  });

  it('refuses to be empty', () => {
    expect(() => pipeline({ layers: [] })).toThrow(/list of layers/);
  });
});
