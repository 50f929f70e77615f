import type { Answer } from './classifier.js';
import type { Failure } from './describe-failure.js';

/** What came of one file. */
export type FileResult = ({ readonly file: string } & Answer) | { readonly file: string; readonly error: Failure };
