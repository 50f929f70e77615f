import { flattenTree, isEagerValue, isSymbolicTensor, tensor, type EagerValue, type SymbolicTensor, type Tensor, type ValueLike } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { input } from '../src/core/input-layer.js';
import { newCallContext, withCallContext } from '../src/engine/call-context.js';
import type { RandomPictureLayer } from '../src/augmentation/random-picture-layer.js';
import { liveTensors } from './memory.js';
import { computing } from './running.js';

type AnyPictureLayer = RandomPictureLayer<never, object>;

/** What a layer that augments is expected to do. */
export interface AugmentationContract<C> {
  readonly make: (config: C) => unknown;
  /** With a seed. */
  readonly config: C;
  /** Whether it has a word to say outside of training, too. */
  readonly isAlwaysOn?: boolean;
  /** Whether it draws anything that differs from time to time. */
  readonly isRandom?: boolean;
  /** Whether the axes of channels and rows mean the same in both orders. */
  readonly knowsChannelsFirst?: boolean;
  /** Rows and columns of the output of 6 rows and 5 columns in training, if they are others. */
  readonly size?: readonly [number | null, number | null];
}

const BATCH = 4;
const [ROWS, COLUMNS, CHANNELS] = [6, 5, 3];
const PIXELS = Array.from({ length: BATCH * ROWS * COLUMNS * CHANNELS }, (_, i) => (i * 37 + ((i * i) % 11)) % 100);

/** Four pictures of 6 by 5, channels last, bytes from 0 to 99. */
export const pictures = (): Tensor => tensor(PIXELS, [BATCH, ROWS, COLUMNS, CHANNELS]);

/** `[batch, a, b, c]` as `[batch, c, a, b]`. */
function channelsFirst({ data, shape }: { readonly data: ArrayLike<unknown>; readonly shape: readonly number[] }): Tensor {
  const [batch = 0, rows = 0, columns = 0, channels = 0] = shape;
  const values = Array.from({ length: data.length }, (_, i) => {
    const [column, row, channel] = [i % columns, Math.floor(i / columns) % rows, Math.floor(i / (columns * rows)) % channels];
    return Number(data[((Math.floor(i / (columns * rows * channels)) * rows + row) * columns + column) * channels + channel]);
  });
  return tensor(values, [batch, channels, rows, columns]);
}

/** States what every layer that changes pictures in training keeps. */
export function augmentsPictures<C>(contract: AugmentationContract<C>): void {
  const { isAlwaysOn = false, isRandom = true, knowsChannelsFirst = true, size = [null, null] } = contract;
  const made = (changes: object = {}): AnyPictureLayer => contract.make({ ...contract.config, ...changes } as C) as AnyPictureLayer;

  describe(`augmentation by ${JSON.stringify(contract.config)}`, () => {
    const context = computing();
    const call = async (layer: AnyPictureLayer, images: Tensor, training = true): Promise<Tensor> => {
      const output = withCallContext(newCallContext(training), () => layer.run([context.backend.fromTensor(images)], {}));
      return context.backend.read(output as EagerValue);
    };

    it('hands pictures through outside of training', async () => {
      if (isAlwaysOn) return;
      expect(Array.from((await call(made(), pictures(), false)).data, Number)).toEqual(PIXELS);
    });

    it('changes them in training, the same way for the same seed, and another way each time', async () => {
      const layer = made();
      const [first, second] = [await call(layer, pictures()), await call(layer, pictures())];
      expect(Array.from(first.data, Number).every(Number.isFinite)).toBe(true);
      expect(Array.from(first.data, Number)).not.toEqual(PIXELS);
      expect((await call(made(), pictures())).data).toEqual(first.data);
      if (isRandom) expect(second.data).not.toEqual(first.data);
    });

    it('does the same to channels that come first', async () => {
      if (!knowsChannelsFirst) return;
      const last = await call(made(), pictures());
      const first = await call(made({ dataFormat: 'channels_first' }), channelsFirst(pictures()));
      expect(first).toEqual(channelsFirst(last));
    });

    it('does to one picture what it does to a batch of one', async () => {
      const one = PIXELS.slice(0, PIXELS.length / BATCH);
      const batch = await call(made(), tensor(one, [1, ROWS, COLUMNS, CHANNELS]));
      const single = await call(made(), tensor(one, [ROWS, COLUMNS, CHANNELS]));
      expect(single.shape).toEqual(batch.shape.slice(1));
      expect(single.data).toEqual(batch.data);
    });

    it('infers the shape of training where sizes are not known', () => {
      const output = made().apply(input({ batchShape: [null, null, null, CHANNELS] }), { training: true });
      expect(isSymbolicTensor(output) && output.shape).toEqual([null, ...size, CHANNELS]);
    });

    it('takes a record of pictures and what belongs to them', async () => {
      const layer = made();
      const record = { images: pictures(), labels: tensor([1, 0, 0, 1, 0, 1, 1, 0], [4, 2]), segmentationMasks: tensor(PIXELS.filter((_, i) => i % 3 === 0).map((x) => x % 4), [BATCH, ROWS, COLUMNS, 1]) };
      const values = Object.fromEntries(Object.entries(record).map(([key, one]) => [key, context.backend.fromTensor(one)]));
      const outputs = withCallContext(newCallContext(true), () => layer.run([values], {})) as Readonly<Record<string, ValueLike>>;
      expect(Object.keys(outputs).toSorted()).toEqual(['images', 'labels', 'segmentationMasks']);
      const alone = await call(made(), pictures());
      expect((await context.backend.read(outputs['images'] as EagerValue)).data).toEqual(alone.data);
      const read = async (key: string): Promise<Tensor> => {
        const value = outputs[key];
        if (!isEagerValue(value)) throw new Error(`${key} is no value.`);
        return context.backend.read(value);
      };
      expect((await read('labels')).shape).toEqual([4, 2]);
      expect((await read('segmentationMasks')).shape).toEqual([...alone.shape.slice(0, 3), 1]);
    });

    it('leaves nothing behind but what it draws and gives', () => {
      const layer = made();
      const images = context.backend.fromTensor(pictures());
      const before = liveTensors();
      const drawn = layer.getRandomTransformation(images);
      const values = new Set(flattenTree(drawn, isEagerValue));
      const output = layer.transformImages(images, drawn);
      expect(isEagerValue(output)).toBe(true);
      expect(liveTensors() - before).toBe(values.size + 1);
    });

    it('makes a node of a record of symbolic tensors', () => {
      const record = { images: input({ batchShape: [null, ROWS, COLUMNS, CHANNELS] }), labels: input({ batchShape: [null, 2] }) };
      const outputs = made().apply(record) as unknown as Readonly<Record<string, SymbolicTensor>>;
      expect(Object.entries(outputs).map(([key, { shape }]) => [key, shape.length])).toEqual([['images', 4], ['labels', 2]]);
    });
  });
}
