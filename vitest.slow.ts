import { defineConfig } from 'vitest/config';
import shared from './vitest.shared.ts';

const { outputFile: _, ...test } = shared.test ?? {};

/** The long sweeps, which `npm run test:slow` runs and `npm test` does not: one file at a time, since each needs the machine. */
export default defineConfig({ ...shared, test: { ...test, include: ['packages/*/test/**/*.slow.ts', 'apps/*/test/**/*.slow.ts'], maxWorkers: 1, reporters: ['verbose'] } });
