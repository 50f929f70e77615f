// @ts-check
import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * @typedef {object} EngineOptions
 * @property {string} engine
 * @property {number} threads
 * @property {string} model
 * @property {string} folder
 * @property {string | undefined} node Another Node to run it with.
 */

/** An engine in a process of its own. */
export class EngineProcess {
  /** @param {import('node:child_process').ChildProcess} child @param {EngineOptions} options @param {{ loadMs: number, firstRunMs: number, hasOwnWeights: boolean, threads: number }} start */
  constructor(child, { engine }, { loadMs, firstRunMs, hasOwnWeights, threads }) {
    this.child = child;
    this.name = engine;
    this.threads = threads;
    this.loadMs = loadMs;
    this.firstRunMs = firstRunMs;
    this.hasOwnWeights = hasOwnWeights;
  }

  /** @param {EngineOptions} options */
  static async start(options) {
    const child = fork(join(import.meta.dirname, '..', 'engine-child.mjs'), [JSON.stringify(options)], {
      serialization: 'advanced',
      ...(options.node === undefined ? {} : { execPath: options.node }),
    });
    return new EngineProcess(child, options, /** @type {any} */ (await reply(child, options.engine)));
  }

  /** Runs once. @returns {Promise<number>} Milliseconds. */
  async run() {
    return /** @type {Promise<number>} */ (this.ask('run'));
  }

  /** @returns {Promise<number[]>} */
  async answer() {
    return /** @type {Promise<number[]>} */ (this.ask('answer'));
  }

  /** @returns {Promise<{ peakRssMb: number, floorMs: number | null }>} */
  async end() {
    return /** @type {Promise<{ peakRssMb: number, floorMs: number | null }>} */ (this.ask('end'));
  }

  /** @param {string} question */
  ask(question) {
    this.child.send(question);
    return reply(this.child, this.name);
  }

  kill() {
    this.child.kill();
  }
}

/** @param {import('node:child_process').ChildProcess} child @param {string} name @returns {Promise<unknown>} */
function reply(child, name) {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`${name} ended before it answered.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      if (typeof message === 'object' && message !== null && 'error' in message) reject(new Error(`${name}: ${message.error}`));
      else resolve(message);
    });
  });
}
