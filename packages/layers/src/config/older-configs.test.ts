import { describe, expect, it } from 'vitest';
import { modelFromConfig } from '../index.js';

const net = (layer: object): unknown => ({ class_name: 'Sequential', config: { name: 'net', layers: [layer] } });

describe('configs of older writers', () => {
  it('tfjs#1056: null stands for the default where a layer has no use for null', async () => {
    const model = await modelFromConfig(net({ class_name: 'Embedding', config: { name: 'e', batch_input_shape: [null, 3], input_dim: 4, output_dim: 2, mask_zero: null } }));
    expect(model.layers[0]?.getConfig('keras2')).toMatchObject({ mask_zero: false });
  });

  it('TF 1.13 to 2.0 wrote a dtype into initializers, which says nothing', async () => {
    const kernel = { class_name: 'GlorotUniform', config: { seed: 3, dtype: 'float32' } };
    const model = await modelFromConfig(net({ class_name: 'Dense', config: { name: 'd', batch_input_shape: [null, 3], units: 2, kernel_initializer: kernel } }));
    expect(model.layers[0]?.getConfig('keras2')).toMatchObject({ kernel_initializer: { class_name: 'GlorotUniform', config: { seed: 3 } } });
  });

  it('a model class of its author is refused by name', async () => {
    await expect(modelFromConfig({ class_name: 'TheirModel', config: {} })).rejects.toThrow("'TheirModel' is a model class of its author");
  });
});
