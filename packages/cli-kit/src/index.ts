export { describeError, EXIT, exitCodeOf, isAbort, UsageError } from './exit.js';
export { progressBar, type Progress, type ProgressOptions } from './progress.js';
export { readLabels } from './read-labels.js';
export { runCommand, withCommonOptions, type CommonOptions } from './run-command.js';
export { withSessionOptions, type SessionCommandOptions } from './session-options.js';
