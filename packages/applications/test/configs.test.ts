import { resetNames } from '@kedge/graph-core';
import { modelFromConfig, serializeLayer, type Dialect, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { convNeXtTiny, efficientNetB0, inceptionResNetV2, mobileNetV3Small, nasNetMobile } from '../src/index.js';
import { digestOf } from './golden-file.js';

/** Networks with layers that are in no other family: scaling layers, statistics, cropping. */
const NETWORKS: Readonly<Record<string, () => Model>> = {
  efficientNetB0: () => efficientNetB0({ inputShape: [32, 32, 3], imagenetScaling: true }),
  inceptionResNetV2: () => inceptionResNetV2({ inputShape: [75, 75, 3] }),
  nasNetMobile: () => nasNetMobile({ inputShape: [32, 32, 3] }),
};

/** Networks with operators between their layers, which only Keras 3 writes as such. */
const WITH_OPERATORS: Readonly<Record<string, () => Model>> = {
  convNeXtTiny: () => convNeXtTiny({ inputShape: [32, 32, 3] }),
  mobileNetV3Small: () => mobileNetV3Small({ inputShape: [32, 32, 3] }),
};

const CASES = [
  ...Object.entries(NETWORKS).flatMap(([name, make]) => (['keras2', 'keras3'] as const).map((dialect) => [name, dialect, make] as const)),
  ...Object.entries(WITH_OPERATORS).map(([name, make]) => [name, 'keras3', make] as const),
];

describe('an application comes back from its config', () => {
  it.each<readonly [string, Dialect, () => Model]>(CASES)('%s in %s', async (_name, dialect, make) => {
    resetNames();
    const model = make();
    const written: unknown = JSON.parse(JSON.stringify(serializeLayer(model, dialect)));
    resetNames();
    const again = (await modelFromConfig(written)) as Model;
    expect(digestOf(again)).toBe(digestOf(model));
    expect(JSON.parse(JSON.stringify(serializeLayer(again, dialect)))).toEqual(written);
  });
});
