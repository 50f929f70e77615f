import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { serializeLayer } from '../serialization/write-model.js';
import { customScaleLayer } from './custom-scale-layer.js';

describe('CustomScaleLayer', () => {
  keepsContract({ make: customScaleLayer, config: { scale: 0.17 }, inputs: [[null, null, 4], [null, 3, 1]], sizes: [[2, 3, 4], [2, 3, 1]], output: [null, 3, 4] });

  it('is found by Keras 2.15 and 3 without custom objects: by its module and its registered name', () => {
    const module = 'keras.src.applications.inception_resnet_v2';
    expect(serializeLayer(customScaleLayer({ scale: 1 }), 'keras2')).toMatchObject({ module, class_name: 'CustomScaleLayer', registered_name: 'Custom>CustomScaleLayer' });
    expect(serializeLayer(customScaleLayer({ scale: 1 }), 'keras3')).toMatchObject({ module, class_name: 'CustomScaleLayer', registered_name: 'CustomScaleLayer' });
  });

  it('refuses a single tensor', () => {
    expect(() => customScaleLayer({ scale: 1, name: 'mine' }).apply(input({ shape: [3] }))).toThrow(/mine.*list of two/);
  });
});
