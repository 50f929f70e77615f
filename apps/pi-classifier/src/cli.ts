#!/usr/bin/env node
import { enableRelaxedSimd } from '@kedge/backend-wasm';
import { runCommand } from '@kedge/cli-kit';
import { createProgram } from './program.js';

// Who reads the output may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});
// Before anything is compiled.
await enableRelaxedSimd();
process.exitCode = await runCommand(createProgram, process.argv.slice(2));
