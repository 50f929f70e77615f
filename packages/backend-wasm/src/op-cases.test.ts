import { runOpCases } from '@kedge/op-cases';
import { beforeAll, describe, it } from 'vitest';
import { planBackend } from '../test/plan-backend.js';

const api = { describe, it, beforeAll };

/** Steps on strings are the host's. */
const options = { numbersOnly: true };

runOpCases(api, 'the baseline build', () => planBackend({ build: 'baseline' }), options);
runOpCases(api, 'the relaxed build', () => planBackend({ build: 'relaxed' }), options);
runOpCases(api, 'the baseline build, weights constant', () => planBackend({ build: 'baseline', isConstant: (index) => index > 0 }), options);
