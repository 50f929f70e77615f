import { InvalidArgumentError, type Tensor } from '@kedge/graph-core';
import { SessionDisposedError } from './errors.js';
import { matchInputs, type Endpoint, type SessionInput } from './match-inputs.js';
import { noProfile, type Plans } from './bound-plans.js';
import { Profile } from './profile.js';
import { zeroInput } from './zero-input.js';
import type { BackendName, SessionReport } from './report.js';
import { RunQueue } from './run-queue.js';

/** Options of {@link Session.run}. */
export interface RunOptions {
  /** Buffers to copy the outputs into, in order; each must have the output's dtype and size. */
  readonly into?: readonly Tensor[];
  /** Aborts a run that has not begun. */
  readonly signal?: AbortSignal;
}

/** What a session is made of. */
export interface SessionParts {
  readonly name: BackendName;
  readonly report: SessionReport;
  readonly inputs: readonly Endpoint[];
  readonly outputs: readonly Endpoint[];
  readonly plans: Plans;
  /** Frees what the session has on its backend, after its plans. */
  readonly close: () => Promise<void>;
}

/**
 * A model held ready to run. Made by `createSession`; a snapshot of the weights at that time.
 */
export class Session {
  /** Name of the backend that computes. */
  readonly backend: BackendName;
  /** Threads that compute. */
  readonly threads: number;
  /** Why this backend, and what became of the others. */
  readonly report: SessionReport;
  readonly inputs: readonly Endpoint[];
  readonly outputs: readonly Endpoint[];
  readonly #plans: Plans;
  readonly #close: () => Promise<void>;
  readonly #queue = new RunQueue();
  #isDisposed = false;

  constructor(parts: SessionParts) {
    this.backend = parts.name;
    this.threads = parts.report.threads.given;
    this.report = parts.report;
    this.inputs = parts.inputs;
    this.outputs = parts.outputs;
    this.#plans = parts.plans;
    this.#close = parts.close;
  }

  /** The plan of the last run, one line per step; that of the declared shapes before the first. */
  get plan(): string {
    return this.#plans.latest.toString();
  }

  /**
   * Computes the outputs. Calls that come while another runs are queued.
   *
   * @param input One tensor, tensors in the order of {@link Session.inputs}, or tensors by input name.
   * @returns The outputs in the order of {@link Session.outputs}; they are the caller's own.
   * @throws {SessionDisposedError}, InvalidArgumentError, ShapeMismatchError.
   */
  async run(input: SessionInput, options: RunOptions = {}): Promise<Tensor[]> {
    this.#expectLive();
    const values = matchInputs(input, this.inputs);
    return this.#queue.add(async () => {
      this.#expectLive();
      const outputs = await this.#plans.run(values);
      return options.into === undefined ? outputs : copyInto(outputs, options.into);
    }, options.signal);
  }

  /**
   * Runs once with a clock at each step, on several threads if the session has them.
   *
   * @param input Of the sizes that are of interest; zeros of the declared sizes by default.
   * @throws {KedgeError} `NOT_AVAILABLE` on backends whose steps cannot be told apart.
   */
  async profile(input?: SessionInput): Promise<Profile> {
    this.#expectLive();
    const values = input === undefined ? zeroInput(this.inputs) : matchInputs(input, this.inputs);
    if (values === undefined) throw new InvalidArgumentError('profile: not all sizes are declared by this model. Give an input.');
    return this.#queue.add(async () => {
      this.#expectLive();
      if (this.#plans.profile === undefined) throw noProfile();
      // What is only done in the first run is not of interest.
      await this.#plans.run(values);
      return new Profile(await this.#plans.profile(values), this.threads);
    });
  }

  #expectLive(): void {
    if (this.#isDisposed) throw new SessionDisposedError();
  }

  /** Frees what the session holds, once the runs in progress have ended. Calling it twice does nothing. */
  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    await this.#queue.idle();
    this.#plans.dispose();
    await this.#close();
  }

  /** For `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

function copyInto(outputs: readonly Tensor[], buffers: readonly Tensor[]): Tensor[] {
  if (buffers.length !== outputs.length) throw new InvalidArgumentError(`into: expected ${outputs.length} buffers, got ${buffers.length}.`);
  return outputs.map((output, i) => {
    const buffer = buffers[i] as Tensor;
    if (buffer.dtype !== output.dtype || buffer.data.length !== output.data.length || output.dtype === 'string') {
      throw new InvalidArgumentError(`into[${i}]: expected ${output.data.length} values of ${output.dtype}, got ${buffer.data.length} of ${buffer.dtype}.`);
    }
    (buffer.data as Float32Array).set(output.data as Float32Array);
    return { ...buffer, shape: output.shape } as Tensor;
  });
}
