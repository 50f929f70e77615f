import shared from '../vitest.shared.ts';
import { mergeConfig } from 'vitest/config';

export default mergeConfig(shared, { test: { include: ['*.test.ts'] } });
