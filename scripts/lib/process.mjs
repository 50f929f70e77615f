// @ts-check
/** Running other programs from the project's scripts. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const isWindows = process.platform === 'win32';

/**
 * Runs a program with the caller's standard streams.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<number>} The exit code; 1 when the program could not be started or was killed.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    // npm and the programs in node_modules/.bin are command files on Windows, which only a shell starts.
    const child = spawn(command, args, { cwd: options.cwd ?? root, env: { ...process.env, ...options.env }, stdio: 'inherit', shell: isWindows });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** @param {string} name Of a program that a development dependency brings. */
export function bin(name) {
  return join(root, 'node_modules', '.bin', isWindows ? `${name}.cmd` : name);
}

/**
 * Runs a program of a development dependency and ends this script when it fails.
 *
 * @param {string} name
 * @param {readonly string[]} args
 */
export async function must(name, args) {
  const code = await run(bin(name), args);
  if (code !== 0) process.exit(code);
}
