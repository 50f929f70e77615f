import type { Backend, StartOptions } from './backend.js';
import { CANDIDATES, type Candidate } from './candidates.js';
import { BackendUnavailableError } from './errors.js';
import type { BackendName, CandidateReport } from './report.js';
import { selfTest } from './self-test.js';

/** A backend, what was made on it, and what became of each candidate. */
export interface Choice<T> {
  readonly backend: Backend;
  readonly made: T;
  readonly candidates: readonly CandidateReport[];
}

/** What is to be chosen, and from what. */
export interface ChooseOptions<T> extends StartOptions {
  readonly wanted: BackendName | 'auto';
  /** Makes on a backend what it is chosen for; one that fails in it is not taken. */
  readonly make: (backend: Backend) => Promise<T>;
  /** The table; handed in by tests. */
  readonly candidates?: readonly Candidate[];
}

/** A candidate that runs and answers rightly, or the reason why it is not taken. */
type ProbeResult<T> =
  | { readonly backend: Backend; readonly deviation: number; readonly made: T }
  | { readonly backend: undefined; readonly reason: string; readonly error: unknown };

/** Starts a candidate and lets it prove itself. Never throws. */
async function probe<T>(candidate: Candidate, options: StartOptions, make: (backend: Backend) => Promise<T>): Promise<ProbeResult<T>> {
  let backend: Backend | undefined;
  try {
    backend = await candidate.start(options);
    const deviation = await selfTest(backend);
    return { backend, deviation, made: await make(backend) };
  } catch (error) {
    await backend?.stop().catch(() => undefined);
    return { backend: undefined, reason: error instanceof Error ? error.message : String(error), error };
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * Takes the first candidate that works, or exactly the one that was asked for.
 *
 * @throws {BackendUnavailableError} listing every candidate with its reason.
 */
export async function chooseBackend<T>(options: ChooseOptions<T>): Promise<Choice<T>> {
  const { wanted, make, candidates = CANDIDATES } = options;
  if (wanted !== 'auto' && !candidates.some(({ name }) => name === wanted)) {
    throw new BackendUnavailableError(`There is no backend '${wanted}' here. There are: ${candidates.map(({ name }) => name).join(', ')}.`);
  }
  const reports: CandidateReport[] = [];
  let choice: Omit<Choice<T>, 'candidates'> | undefined;
  for (const candidate of candidates) {
    const { name } = candidate;
    if (choice !== undefined || (wanted !== 'auto' && name !== wanted)) {
      reports.push({ name, state: 'not tried', reason: choice === undefined ? `'${wanted}' was asked for` : `'${choice.backend.name}' was taken` });
      continue;
    }
    const result = await probe(candidate, options, make);
    if (result.backend === undefined) {
      if (isAbort(result.error)) throw result.error;
      reports.push({ name, state: 'unavailable', reason: result.reason });
      continue;
    }
    choice = result;
    reports.push({ name, state: 'chosen', reason: `${wanted === 'auto' ? 'first that works' : 'asked for'}: ${aboutOf(candidate, result.backend)}`, deviation: result.deviation });
  }
  if (choice === undefined) throw await unavailable(options, reports, candidates);
  return { ...choice, candidates: reports };
}

const aboutOf = ({ about }: Candidate, backend: Backend): string => (backend.about === '' ? about : `${about} (${backend.about})`);

async function unavailable(options: Pick<ChooseOptions<unknown>, 'wanted' | keyof StartOptions>, reports: readonly CandidateReport[], candidates: readonly Candidate[]): Promise<BackendUnavailableError> {
  const { wanted } = options;
  const untried = candidates.filter(({ name }) => reports.some((report) => report.name === name && report.state === 'not tried'));
  const found = await Promise.all(untried.map(async (candidate) => ({ name: candidate.name, result: await tried(candidate, options) })));
  const working = found.filter(({ result }) => result.backend !== undefined).map(({ name }) => name);
  const reasons = reports.filter(({ state }) => state === 'unavailable').map(({ name, reason }) => `${name}: ${reason.replace(/\.$/, '')}.`);
  const instead = working.length === 0 ? 'No other backend works here either.' : `Available: ${working.join(', ')}.`;
  return new BackendUnavailableError(`${wanted === 'auto' ? 'No backend works here' : `Backend '${wanted}' cannot be used here`}. ${reasons.join(' ')} ${wanted === 'auto' ? '' : instead}`.trim());
}

/** Only looks whether a candidate works. */
async function tried(candidate: Candidate, options: StartOptions): Promise<ProbeResult<undefined>> {
  const result = await probe(candidate, options, async () => undefined);
  await result.backend?.stop();
  return result;
}

/**
 * Tries every backend and says what became of each.
 *
 * @returns One line per candidate, in the order of the table.
 */
export async function probeBackends(): Promise<readonly CandidateReport[]> {
  const reports: CandidateReport[] = [];
  for (const candidate of CANDIDATES) {
    const { name } = candidate;
    const result = await tried(candidate, { threads: 'auto', inline: false });
    reports.push(
      result.backend === undefined
        ? { name, state: 'unavailable', reason: result.reason }
        : { name, state: 'available', reason: aboutOf(candidate, result.backend), deviation: result.deviation },
    );
  }
  return reports;
}
