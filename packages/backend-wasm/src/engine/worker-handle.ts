import { KedgeError } from '@kedge/graph-core';
import { builtFile } from './module.js';
import type { Answers, Envelope, HelpRequest, Reply, Request } from './protocol.js';

type Settle = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** A worker of Node or of a page, as far as they are alike. */
interface RawWorker {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: Envelope<Reply>) => void): void;
  /** Told once, when the worker fails or ends, with the reason. */
  onEnd(listener: (reason: string) => void): void;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
  terminate(): Promise<void>;
}

async function nodeWorker(): Promise<RawWorker> {
  const { Worker } = await import('node:worker_threads');
  // The worker is one file that needs none of the flags of this process.
  const worker = new Worker(builtFile(new URL('./worker.js', import.meta.url)), { execArgv: [] });
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.on('message', listener),
    onEnd: (listener) => {
      worker.on('error', (error) => listener(error instanceof Error ? error.message : String(error)));
      worker.on('exit', (code) => listener(`it ended with exit code ${code}`));
    },
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    terminate: async () => {
      await worker.terminate();
    },
  };
}

function pageWorker(): RawWorker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return {
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data as Envelope<Reply>)),
    onEnd: (listener) => worker.addEventListener('error', ({ message }) => listener(message ?? 'its program could not be loaded')),
    hold: () => undefined,
    terminate: async () => worker.terminate(),
  };
}

const isNode = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined;

/** A worker that is asked questions. When it ends before its time, all open questions fail, and so do later ones. */
export class WorkerHandle {
  readonly #raw: RawWorker;
  readonly #open = new Map<number, Settle>();
  readonly #endListeners: ((reason: string) => void)[] = [];
  #lastId = 0;
  #ended: string | undefined;

  private constructor(raw: RawWorker) {
    this.#raw = raw;
    raw.onMessage(({ id, content }) => this.#settle(id, content));
    raw.onEnd((reason) => this.#end(reason));
  }

  /** Starts a worker. */
  static async start(): Promise<WorkerHandle> {
    return new WorkerHandle(isNode() ? await nodeWorker() : pageWorker());
  }

  /**
   * @returns The worker's answer.
   * @throws {KedgeError} What the worker threw; `WORKER_DIED` when it ends before it answers.
   */
  ask<K extends Request['kind']>(request: Extract<Request, { kind: K }>, transfer?: readonly ArrayBuffer[]): Promise<Answers[K]>;
  ask(request: HelpRequest): Promise<undefined>;
  ask(request: Request | HelpRequest, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(workerDied(this.#ended));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#raw.hold(true);
      this.#raw.post({ id, content: request }, transfer);
    });
  }

  /** Why it is gone; `undefined` while it is there. */
  get failure(): string | undefined {
    return this.#ended;
  }

  /** Tells when the worker ends before its time. */
  onEnd(listener: (reason: string) => void): void {
    if (this.#ended === undefined) this.#endListeners.push(listener);
    else listener(this.#ended);
  }

  /** @param reason What those are told who still wait for an answer. */
  async terminate(reason = 'it was stopped'): Promise<void> {
    this.#endListeners.length = 0;
    this.#end(reason);
    await this.#raw.terminate();
  }

  #settle(id: number, reply: Reply): void {
    if ('died' in reply) {
      this.#end(reply.died);
      return;
    }
    const settle = this.#open.get(id);
    this.#open.delete(id);
    if (this.#open.size === 0) this.#raw.hold(false);
    if ('error' in reply) settle?.reject(new KedgeError(reply.error.code, reply.error.message));
    else settle?.resolve(reply.value);
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    for (const { reject } of this.#open.values()) reject(workerDied(reason));
    this.#open.clear();
    for (const listener of this.#endListeners.splice(0)) listener(reason);
    void this.#raw.terminate();
  }
}

/** The error of everything that was asked of a worker that is no more. */
export function workerDied(reason: string): KedgeError {
  return new KedgeError('WORKER_DIED', `A worker of the engine is gone: ${reason}. Make the session anew.`);
}
