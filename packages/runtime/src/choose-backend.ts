import type { EagerBackend } from '@kedge/graph-core';
import { CANDIDATES, probe, type Candidate } from './candidates.js';
import { BackendUnavailableError } from './errors.js';
import type { BackendName, CandidateReport } from './report.js';

/** A backend, and what became of each candidate. */
export interface Choice {
  readonly name: BackendName;
  readonly backend: EagerBackend;
  readonly candidates: readonly CandidateReport[];
}

/**
 * Takes the first candidate that works, or exactly the one that was asked for.
 *
 * @param wanted A backend, or 'auto'.
 * @param candidates The table; handed in by tests.
 * @throws {BackendUnavailableError} listing every candidate with its reason.
 */
export async function chooseBackend(wanted: BackendName | 'auto', candidates: readonly Candidate[] = CANDIDATES): Promise<Choice> {
  if (wanted !== 'auto' && !candidates.some(({ name }) => name === wanted)) {
    throw new BackendUnavailableError(`There is no backend '${wanted}' here. There are: ${candidates.map(({ name }) => name).join(', ')}.`);
  }
  const reports: CandidateReport[] = [];
  let choice: Omit<Choice, 'candidates'> | undefined;
  for (const candidate of candidates) {
    const { name, about } = candidate;
    if (choice !== undefined || (wanted !== 'auto' && name !== wanted)) {
      reports.push({ name, state: 'not tried', reason: choice === undefined ? `'${wanted}' was asked for` : `'${choice.name}' was taken` });
      continue;
    }
    const result = await probe(candidate);
    if (result.backend === undefined) {
      reports.push({ name, state: 'unavailable', reason: result.reason });
      continue;
    }
    choice = { name, backend: result.backend };
    reports.push({ name, state: 'chosen', reason: wanted === 'auto' ? `first that works: ${about}` : `asked for: ${about}`, deviation: result.deviation });
  }
  if (choice === undefined) throw await unavailable(wanted, reports, candidates);
  return { ...choice, candidates: reports };
}

async function unavailable(wanted: BackendName | 'auto', reports: readonly CandidateReport[], candidates: readonly Candidate[]): Promise<BackendUnavailableError> {
  const untried = candidates.filter(({ name }) => reports.some((report) => report.name === name && report.state === 'not tried'));
  const found = await Promise.all(untried.map(async (candidate) => ({ name: candidate.name, result: await probe(candidate) })));
  const working = found.filter(({ result }) => result.backend !== undefined).map(({ name }) => name);
  const reasons = reports.filter(({ state }) => state === 'unavailable').map(({ name, reason }) => `${name}: ${reason.replace(/\.$/, '')}.`);
  const instead = working.length === 0 ? 'No other backend works here either.' : `Available: ${working.join(', ')}.`;
  return new BackendUnavailableError(`${wanted === 'auto' ? 'No backend works here' : `Backend '${wanted}' cannot be used here`}. ${reasons.join(' ')} ${wanted === 'auto' ? '' : instead}`.trim());
}

/**
 * Tries every backend and says what became of each.
 *
 * @returns One line per candidate, in the order of the table.
 */
export async function probeBackends(): Promise<readonly CandidateReport[]> {
  const reports: CandidateReport[] = [];
  for (const candidate of CANDIDATES) {
    const { name, about } = candidate;
    const result = await probe(candidate);
    reports.push(
      result.backend === undefined
        ? { name, state: 'unavailable', reason: result.reason }
        : { name, state: 'available', reason: about, deviation: result.deviation },
    );
  }
  return reports;
}
