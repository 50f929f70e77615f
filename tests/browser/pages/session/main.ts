import { createSession } from '@kedge/runtime';
import { decodeImage, toTensor } from '@kedge/vision';

/** What a page learns of a picture. */
export interface PageAnswer {
  readonly backend: string;
  readonly threads: number;
  readonly report: string;
  readonly probabilities: readonly number[];
}

/** Classifies a picture with a model, both by URL. */
async function classify(model: string, picture: string, threads: number): Promise<PageAnswer> {
  const session = await createSession(new URL(model, location.href).href, { threads });
  try {
    const image = await decodeImage(new Uint8Array(await (await fetch(picture)).arrayBuffer()));
    const input = toTensor(image, { width: 299, height: 299, preprocess: 'unit' });
    const [output] = await session.run(input);
    return { backend: session.backend, threads: session.threads, report: session.report.toString(), probabilities: Array.from(output?.data ?? [], Number) };
  } finally {
    await session.dispose();
  }
}

Object.assign(globalThis, { kedge: { classify } });
