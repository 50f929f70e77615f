import { runOpCases } from '@kedge/op-cases';
import { probeFeatures, type BuildName } from '@kedge/backend-wasm';
import { planBackend } from '../../../../packages/backend-wasm/test/plan-backend.js';

/** What became of the cases. */
export interface CaseResults {
  readonly passed: number;
  readonly failed: readonly string[];
}

type Work = () => Promise<void>;

/** Runs the table of op cases on a build of the kernels. */
async function runCases(build: BuildName): Promise<CaseResults> {
  const before: Work[] = [];
  const tests: [string, Work][] = [];
  const api = {
    describe: (_name: string, fn: () => void) => fn(),
    it: (name: string, fn: Work) => void tests.push([name, fn]),
    beforeAll: (fn: Work) => void before.push(fn),
  };
  runOpCases(api, build, () => planBackend({ build }), { numbersOnly: true });
  for (const work of before) await work();
  const failed: string[] = [];
  for (const [name, fn] of tests) {
    try {
      await fn();
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { passed: tests.length - failed.length, failed };
}

Object.assign(globalThis, { kedge: { runCases, features: probeFeatures() } });
