/**
 * Texts in, an answer out: a vocabulary is learned, a model is trained on words, and it comes back from its file with both.
 * The strings are worked on in host memory; `session.plan` shows where that ends and the backend begins.
 */
import { loadModel, serializeModel } from '@kedge/converter';
import type { Tensor } from '@kedge/graph-core';
import * as keras from '@kedge/layers';
import { createSession } from '@kedge/runtime';

const texts = (...data: string[]): Tensor => ({ data, shape: [data.length, 1], dtype: 'string' });

const REVIEWS = texts('A wonderful film!', 'wonderful, simply great', 'Great fun.', 'Boring and bad', 'a bad, bad film', 'Simply boring...');
const LIKED: Tensor = { data: Float32Array.of(1, 1, 1, 0, 0, 0), shape: [6, 1], dtype: 'float32' };

/** Trains on a few reviews and judges others. @returns How much each is liked, from 0 to 1, and the plan. */
export async function judge(...reviews: string[]): Promise<{ readonly liked: readonly number[]; readonly plan: string }> {
  await keras.useBackend('cpu');
  keras.setSeed(1);
  const words = keras.textVectorization({ outputMode: 'multi_hot' });
  words.adapt(REVIEWS);
  const x = keras.input({ shape: [1], dtype: 'string' });
  const model = keras.model({ inputs: x, outputs: keras.dense({ units: 1, activation: 'sigmoid' }).apply(words.apply(x)) });
  model.compile({ optimizer: keras.optimizers.adam({ learningRate: 0.1 }), loss: 'binary_crossentropy' });
  await model.fit(REVIEWS, LIKED, { epochs: 40 });

  const file = (await serializeModel(model, { format: 'h5' })).get('model.h5') as Uint8Array;
  await using session = await createSession(await loadModel(file), { backend: 'cpu' });
  const [answer] = await session.run(texts(...reviews));
  return { liked: Array.from(answer?.data ?? [], Number), plan: session.plan };
}
