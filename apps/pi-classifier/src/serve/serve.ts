import { UsageError } from '@kedge/cli-kit';
import { checkModelOptions } from '../classify-files.js';
import { Classifier, type ModelOptions } from '../classifier.js';
import { createServer } from './create-server.js';
import { LiveModel } from './live-model.js';

/** Options of `kedge-classify serve`. */
export interface ServeOptions extends ModelOptions {
  readonly host: string;
  readonly port: number;
  readonly batch: number;
  readonly queue: number;
  readonly maxBody: number;
  readonly maxPixels: number;
  readonly timeout: number;
}

function checkNumbers(options: ServeOptions): void {
  checkModelOptions(options);
  for (const name of ['batch', 'queue', 'maxBody', 'maxPixels', 'timeout'] as const) {
    if (!Number.isInteger(options[name]) || options[name] < 1) throw new UsageError(`${name}: expected a whole number from 1, got ${options[name]}.`);
  }
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65_535) throw new UsageError(`--port: expected 0 to 65535, got ${options.port}.`);
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Resolves when somebody asks to stop: Ctrl-C, or SIGTERM as service managers send it. */
function stopAsked(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Serves until it is told to stop; then what is under way is answered. SIGHUP reads the model again. */
export async function serve(options: ServeOptions): Promise<void> {
  checkNumbers(options);
  const live = new LiveModel(await Classifier.load(options), options.batch);
  const token = process.env.KEDGE_TOKEN;
  const server = await createServer(live, { ...options, timeout: options.timeout * 1000, maxPictures: 32, ...(token === undefined || token === '' ? {} : { token }) });
  const reload = (): void => {
    Classifier.load(options)
      .then((classifier) => live.exchange(classifier))
      .then(() => say('The model was read again.'), (error: unknown) => say(`The old model stays: ${error instanceof Error ? error.message : String(error)}`));
  };
  process.on('SIGHUP', reload);
  const stop = stopAsked(options.signal);
  try {
    say(`Listening at ${await server.listen({ host: options.host, port: options.port })}`);
    await stop;
  } finally {
    process.off('SIGHUP', reload);
    await server.close();
    await live.classifier.dispose();
  }
}
