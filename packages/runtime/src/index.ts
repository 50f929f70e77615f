export { BACKENDS } from './candidates.js';
export { probeBackends } from './choose-backend.js';
export { createSession, type SessionOptions, type SessionSource } from './create-session.js';
export { BackendUnavailableError, SessionDisposedError } from './errors.js';
export type { StepTime } from './backend.js';
export type { Endpoint, SessionInput } from './match-inputs.js';
export { Profile, type TraceEvent } from './profile.js';
export type { BackendName, CandidateReport, SessionReport } from './report.js';
export { Session, type RunOptions } from './session.js';
