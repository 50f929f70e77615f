/** What loading a model's weights has come to. */
export interface LoadReport {
  /** How many weights got their values. */
  readonly set: number;
  /** Weights for which the file has nothing, by path. */
  readonly unset: readonly string[];
  /** Arrays of the file that no weight asks for. */
  readonly unused: readonly string[];
  /** Pairs that belong together by name and differ in shape. */
  readonly misfits: readonly { readonly weight: string; readonly expected: readonly number[]; readonly found: readonly number[] }[];
  /** What was decided on less than names, or left out, in words. */
  readonly notices: readonly string[];
}
