import type { Prediction } from '@kedge/applications';

/** What came of one file. */
export type FileResult =
  | {
      readonly file: string;
      readonly width: number;
      readonly height: number;
      readonly predictions: readonly Prediction[];
      readonly ms: { readonly decode: number; readonly preprocess: number; readonly run: number };
      readonly backend: string;
      readonly threads: number;
    }
  | { readonly file: string; readonly error: { readonly code: string; readonly message: string } };
