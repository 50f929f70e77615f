#!/usr/bin/env node
import { runCommand } from '@kedge/cli-kit';
import { createProgram } from './program.js';

process.exitCode = await runCommand(createProgram, process.argv.slice(2));
