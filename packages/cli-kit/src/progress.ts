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

/** How {@link progressBar} shows progress. */
export interface ProgressOptions {
  /** Shows nothing. */
  readonly quiet?: boolean | undefined;
  /** What is counted, e.g. `pictures`: the bar then says how many are done and how many each second. */
  readonly unit?: string;
  readonly stream?: NodeJS.WriteStream;
}

/**
 * A progress bar on standard error, for people: none when that is no terminal, with `quiet`, or for quick work.
 *
 * @param label What is being done, e.g. `Reading inception.h5`.
 */
export function progressBar(label: string, options: ProgressOptions = {}): Progress {
  const stream = options.stream ?? process.stderr;
  if (options.quiet === true || !stream.isTTY) return { update: () => {}, stop: () => {} };
  const started = performance.now();
  const counted = options.unit === undefined ? '' : ` {value}/{total} ${options.unit}, {rate}/s,`;
  let bar: SingleBar | undefined;
  const rateOf = (done: number): string => ((done * 1000) / (performance.now() - started)).toFixed(1);
  return {
    update(done, total) {
      if (bar === undefined && performance.now() - started < SHOW_AFTER_MS) return;
      if (bar === undefined) {
        bar = new SingleBar({ format: `${label} {bar} {percentage}%${counted} {eta_formatted} left`, stream, clearOnComplete: true, hideCursor: true });
        bar.start(total, done, { rate: rateOf(done) });
      }
      bar.setTotal(total);
      bar.update(done, { rate: rateOf(done) });
    },
    stop() {
      bar?.stop();
    },
  };
}
