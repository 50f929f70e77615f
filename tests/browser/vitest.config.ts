import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

export default mergeConfig(shared, { test: { include: ['*.browser.ts'], maxWorkers: 1, testTimeout: 300_000, hookTimeout: 300_000 } });
