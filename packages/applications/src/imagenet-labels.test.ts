import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { imagenetLabels } from './imagenet-labels.js';

/** Checksum that Keras' `imagenet_utils.decode_predictions` demands of `imagenet_class_index.json` when it downloads that file. */
const CLASS_INDEX_MD5 = 'c2c37ea517e94d9795004a39431a14cb';

it('the labels are those of Keras to the byte: written as its class index, they have the checksum that Keras publishes', () => {
  const entries = imagenetLabels.map(({ id, label }, i) => `"${i}": ["${id}", "${label}"]`);
  expect(createHash('md5').update(`{${entries.join(', ')}}`).digest('hex')).toBe(CLASS_INDEX_MD5);
});

it.each([
  [0, 'n01440764', 'tench'],
  [1, 'n01443537', 'goldfish'],
  [386, 'n02504458', 'African_elephant'],
  [999, 'n15075141', 'toilet_tissue'],
])('class %i is %s, %s', (index, id, label) => expect(imagenetLabels[index]).toEqual({ id, label }));
