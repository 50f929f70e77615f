import type { Compiled } from './compile.js';

/** The loss and the metrics by name. With several losses, `<output>_loss` is that of each, before its weight. */
export type Logs = Readonly<Record<string, number>>;

/** Everything measured since {@link resetLogs}. */
export function readLogs({ trackers, metrics = [] }: Compiled): Logs {
  return Object.fromEntries([
    ['loss', trackers.total.result()],
    ...trackers.terms.map((tracker) => [tracker.name, tracker.result()] as const),
    ...metrics.map(({ key, metric }) => [key, metric.result()] as const),
  ]);
}

/** Forgets what was measured. */
export function resetLogs({ trackers, metrics = [] }: Compiled): void {
  for (const tracker of [trackers.total, ...trackers.terms, ...metrics.map(({ metric }) => metric)]) tracker.reset();
}
