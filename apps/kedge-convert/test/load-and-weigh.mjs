// Loads each file that is named and prints, as JSON lines, the code of the error and the memory that it took at its peak: see
// hostile-memory.test.ts.
import { readFileSync } from 'node:fs';
import { loadModel } from '@kedge/converter';

/** The most memory that was resident so far, in bytes; Linux tells it. */
const peak = () => Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) * 1024;

for (const path of process.argv.slice(2)) {
  const before = process.memoryUsage.rss();
  const code = await loadModel(path).then(() => 'loaded', (error) => error.code ?? String(error));
  console.log(JSON.stringify({ path, code, taken: Math.max(peak() - before, 0) }));
}
