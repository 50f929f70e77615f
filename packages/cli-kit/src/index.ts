export { describeError, EXIT, exitCodeOf, isAbort, UsageError } from './exit.js';
export { progressBar, type Progress } from './progress.js';
export { runCommand, withCommonOptions, type CommonOptions } from './run-command.js';
