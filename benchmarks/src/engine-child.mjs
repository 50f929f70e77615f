// @ts-check
/** The process of one engine: loads a model, then runs it each time it is asked to. Started by lib/engine-process.mjs. */
import { networkInput } from './lib/networks.mjs';

/**
 * @typedef {object} LoadedModel
 * @property {() => Promise<ArrayLike<number>>} run
 * @property {number} threads
 * @property {boolean} hasOwnWeights Whether the weights are not those of the folder.
 * @property {() => Promise<number | null>} [floorMs]
 */

/** @type {import('./lib/engine-process.mjs').EngineOptions} */
const options = JSON.parse(process.argv[2] ?? '{}');

try {
  const input = networkInput(options.model);
  const started = performance.now();
  const { load } = await import(`./engines/${options.engine}.mjs`);
  /** @type {LoadedModel} */
  const model = await load({ ...options, input });
  const loaded = performance.now();
  await model.run();
  process.on('message', (question) => {
    void (async () => {
      const begun = performance.now();
      const output = question === 'end' ? [] : await model.run();
      if (question === 'run') process.send?.(performance.now() - begun);
      else if (question === 'answer') process.send?.(Array.from(output));
      else process.send?.({ peakRssMb: process.resourceUsage().maxRSS / 1024, floorMs: (await model.floorMs?.()) ?? null });
    })();
  });
  process.send?.({ loadMs: loaded - started, firstRunMs: performance.now() - loaded, hasOwnWeights: model.hasOwnWeights, threads: model.threads });
} catch (error) {
  process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
