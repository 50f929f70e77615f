import { efficientNetB0, mobileNetV2, mobileNetV3Small, resNet50 } from '@kedge/applications';
import { dense, sequential, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { preprocessOf } from '../src/known-models.js';

const small = { inputShape: [32, 32, 3], includeTop: false, pooling: 'avg' } as const;
const onTopOf = (base: Model): Model => sequential({ layers: [base, dense({ units: 2 })] });

describe('how pictures are scaled is told', () => {
  it.each([
    ['by the application', resNet50(small), 'caffe'],
    ['by the application inside', onTopOf(mobileNetV2(small)), 'tf'],
    ['by a layer that scales', efficientNetB0(small), 'none'],
    ['by a layer of the application inside', onTopOf(mobileNetV3Small(small)), 'none'],
  ])('%s', (_, model, mode) => expect(preprocessOf(model, {}).mode).toBe(mode));

  it('by nothing where an application was built without the layer that scales', () => {
    expect(() => preprocessOf(mobileNetV3Small({ ...small, includePreprocessing: false }), {})).toThrow(/--preprocess/);
  });
});
