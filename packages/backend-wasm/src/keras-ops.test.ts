import { runKerasCases } from '@kedge/op-cases';
import { beforeAll, describe, it } from 'vitest';
import { planBackend } from '../test/plan-backend.js';

runKerasCases({ describe, it, beforeAll }, 'the baseline build', () => planBackend({ build: 'baseline' }));
