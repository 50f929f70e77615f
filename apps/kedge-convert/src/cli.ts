#!/usr/bin/env node
import { enableRelaxedSimd } from '@kedge/backend-wasm';
import { runCommand } from '@kedge/cli-kit';
import { createProgram } from './program.js';

// Before anything is compiled.
await enableRelaxedSimd();
process.exitCode = await runCommand(createProgram, process.argv.slice(2));
