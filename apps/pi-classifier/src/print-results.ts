import type { FileResult } from './file-result.js';

const BAR = 24;

/** One line of JSON. */
export function printJson(result: FileResult): void {
  console.log(JSON.stringify(result));
}

function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line per class; errors go to standard error. */
export function printCsv(result: FileResult, isFirst: boolean): void {
  if (isFirst) console.log('file,rank,index,label,probability');
  if ('error' in result) {
    console.error(`${result.error.code}: ${result.error.message}`);
    return;
  }
  result.predictions.forEach(({ index, label, probability }, rank) => {
    console.log([result.file, rank + 1, index, label, probability].map(csvField).join(','));
  });
}

/** A few lines with bars. */
export function printTable(result: FileResult): void {
  if ('error' in result) {
    console.error(`${result.error.code}: ${result.error.message}`);
    return;
  }
  const { file, width, height, predictions, ms, backend, threads } = result;
  console.log(`${file} (${width} x ${height}): ${ms.run.toFixed(0)} ms on ${backend}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
  const longest = Math.max(...predictions.map(({ label }) => label.length), 0);
  for (const { label, probability } of predictions) {
    console.log(`  ${label.padEnd(longest)}  ${probability.toFixed(4)}  ${'█'.repeat(Math.round(probability * BAR))}`);
  }
}
