import { resetNames } from '@kedge/graph-core';
import { modelFromConfig, serializeLayer, type Dialect, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { efficientNetB0, inceptionResNetV2, nasNetMobile } from '../src/index.js';
import { digestOf } from './golden-file.js';

/** Networks with layers that are in no other family: scaling layers, statistics, cropping. */
const NETWORKS: Readonly<Record<string, () => Model>> = {
  efficientNetB0: () => efficientNetB0({ inputShape: [32, 32, 3], imagenetScaling: true }),
  inceptionResNetV2: () => inceptionResNetV2({ inputShape: [75, 75, 3] }),
  nasNetMobile: () => nasNetMobile({ inputShape: [32, 32, 3] }),
};

describe.each(Object.entries(NETWORKS))('%s comes back from its config', (_, make) => {
  it.each<Dialect>(['keras2', 'keras3'])('in %s', async (dialect) => {
    resetNames();
    const model = make();
    const written: unknown = JSON.parse(JSON.stringify(serializeLayer(model, dialect)));
    resetNames();
    const again = (await modelFromConfig(written)) as Model;
    expect(digestOf(again)).toBe(digestOf(model));
    expect(JSON.parse(JSON.stringify(serializeLayer(again, dialect)))).toEqual(written);
  });
});
