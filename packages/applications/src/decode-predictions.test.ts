import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { imagenetLabels } from './imagenet-labels.js';
import { decodePredictions } from './index.js';
import { moderationLabels } from './moderation-labels.js';

describe('decodePredictions', () => {
  it('lists the best first, row by row; equal ones keep their order', () => {
    const rows = decodePredictions(tensor([0.125, 0.625, 0.25, 0.5, 0.5, 0], [2, 3]), { top: 2, labels: ['a', 'b', 'c'] });
    expect(rows).toEqual([
      [
        { index: 1, label: 'b', probability: 0.625 },
        { index: 2, label: 'c', probability: 0.25 },
      ],
      [
        { index: 0, label: 'a', probability: 0.5 },
        { index: 1, label: 'b', probability: 0.5 },
      ],
    ]);
  });

  it('gives the synset with labels that have one', () => {
    const scores = new Float32Array(1000);
    scores[386] = 1;
    expect(decodePredictions(tensor(scores, [1, 1000]), { top: 1, labels: imagenetLabels })).toEqual([
      [{ index: 386, id: 'n02504458', label: 'African_elephant', probability: 1 }],
    ]);
  });

  it('takes a single example, and gives five classes unless told otherwise, or all where there are fewer', () => {
    const [ten] = decodePredictions(tensor(new Float32Array(10), [10]), { labels: Array.from({ length: 10 }, (_, i) => `class ${i}`) });
    expect(ten?.length).toBe(5);
    const [five] = decodePredictions(tensor([0.1, 0.1, 0.6, 0.1, 0.1], [1, 5]), { top: 9, labels: moderationLabels });
    expect([five?.length, five?.[0]?.label]).toEqual([5, 'Neutral']);
  });

  it.each([
    ['labels of another model', () => decodePredictions(tensor([1, 0], [1, 2]), { labels: ['a'] }), /expected 2 labels, one for each class, got 1/],
    ['pictures', () => decodePredictions(tensor([1], [1, 1, 1, 1]), { labels: ['a'] }), /\[batch, classes\], got float32 of shape \(1, 1, 1, 1\)/],
    ['no classes at all', () => decodePredictions(tensor([1], [1]), { top: 0, labels: ['a'] }), /a whole number from 1 for 'top', got 0/],
    ['NaN', () => decodePredictions(tensor([1, Number.NaN], [1, 2]), { labels: ['a', 'b'] }), /got NaN at position 1/],
  ])('refuses %s', (_, decode, message) => expect(decode).toThrow(message));
});
