// @ts-check
/**
 * `npm test`: installs what is missing, builds, checks, and runs every test that needs no browser and no emulator.
 *
 * Turborepo remembers what has passed: a second run only does what has changed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { bin, root, run } from './lib/process.mjs';

await ensureInstalled();

const steps = [
  ['turbo', ['run', 'build', '//#lint', '//#typecheck', '--output-logs=errors-only']],
  ['turbo', ['run', '//#unused', '//#api', '//#generated', '--output-logs=errors-only']],
  ['turbo', ['run', 'test', '//#test:repository', '--concurrency=1', '--output-logs=new-only', '--continue=dependencies-successful']],
];

let failed = false;
for (const [name, args] of /** @type {[string, string[]][]} */ (steps)) {
  console.log(`\n> ${name} ${args.join(' ')}`);
  if ((await run(bin(name), args)) !== 0) {
    failed = true;
    break;
  }
}

const counts = countTests();
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(failed || counts.failed > 0 ? 1 : 0);

/** Adds up what the packages' test runs wrote, cached ones included. */
function countTests() {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const workspaces = ['packages', 'apps'].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => join(folder, name)) : [],
  );
  for (const workspace of [...workspaces, 'examples', 'tests']) {
    const file = join(root, workspace, 'test-results.json');
    if (!existsSync(file)) continue;
    const results = JSON.parse(readFileSync(file, 'utf8'));
    totals.passed += results.numPassedTests;
    totals.failed += results.numFailedTests;
    totals.skipped += results.numPendingTests + results.numTodoTests;
  }
  return totals;
}
