import { runOpCases } from '@kedge/op-cases';
import { enableRelaxedSimd, probeFeatures } from '@kedge/backend-wasm';
import { planBackend } from '../../packages/backend-wasm/test/plan-backend.js';

/** Runs the table of op cases on every build that this machine can run, and says what became of them. */
async function main(): Promise<void> {
  await enableRelaxedSimd();
  const tests: [string, () => Promise<void>][] = [];
  const before: (() => Promise<void>)[] = [];
  let label = '';
  const api = {
    describe: (name: string, fn: () => void): void => {
      label = name;
      fn();
    },
    it: (name: string, fn: () => Promise<void>) => void tests.push([`${label}: ${name}`, fn]),
    beforeAll: (fn: () => Promise<void>) => void before.push(fn),
  };
  const builds = probeFeatures().relaxed ? (['baseline', 'relaxed'] as const) : (['baseline'] as const);
  for (const build of builds) runOpCases(api, build, () => planBackend({ build, machine: { isArm: true, tileRows: 8 } }), { numbersOnly: true });
  for (const work of before) await work();
  let failed = 0;
  for (const [name, fn] of tests) {
    try {
      await fn();
    } catch (error) {
      failed += 1;
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  process.stdout.write(`${tests.length - failed} of ${tests.length} passed on ${process.arch}, builds ${builds.join(' and ')}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
