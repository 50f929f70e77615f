// @ts-check
/**
 * `npm run demo`: from a fresh clone to answers. Installs and builds what is missing, then hands over to the demo itself.
 */
import { ensureInstalled } from './lib/install.mjs';
import { must } from './lib/process.mjs';

await ensureInstalled();
console.log('Building (Turborepo skips what has not changed)...');
await must('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped']);
await import('./lib/demo-steps.mjs');
