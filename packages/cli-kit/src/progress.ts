import { SingleBar } from 'cli-progress';

/** Work that lasts less than this long shows no bar. */
const SHOW_AFTER_MS = 1000;

/** Shows how far long work has come. */
export interface Progress {
  /**
   * @param done Units done so far.
   * @param total Units in all.
   */
  update(done: number, total: number): void;
  /** Takes the bar off the screen. */
  stop(): void;
}

/**
 * A progress bar on standard error, for people: none when that is no terminal, with `quiet`, or for quick work.
 *
 * @param label What is being done, e.g. `Reading inception.h5`.
 */
export function progressBar(label: string, options: { readonly quiet?: boolean | undefined; readonly stream?: NodeJS.WriteStream } = {}): Progress {
  const stream = options.stream ?? process.stderr;
  if (options.quiet === true || !stream.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  let bar: SingleBar | undefined;
  return {
    update(done, total) {
      if (bar === undefined && performance.now() - started < SHOW_AFTER_MS) return;
      if (bar === undefined) {
        bar = new SingleBar({ format: `${label} {bar} {percentage}% {eta_formatted} left`, stream, clearOnComplete: true, hideCursor: true });
        bar.start(total, done);
      }
      bar.setTotal(total);
      bar.update(done);
    },
    stop() {
      bar?.stop();
    },
  };
}
