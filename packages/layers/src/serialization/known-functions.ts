import { kerasSignatureOf, type KerasSignature } from '@kedge/graph-core/keras-calls';
import * as ops from '@kedge/graph-core/ops';

/** A function of `ops`, and how Keras calls it. */
export interface KnownFunction {
  readonly fn: unknown;
  readonly signature: KerasSignature;
}

/** Our functions by Keras' names of functions and of the classes that its configs name. */
export const knownFunctions: ReadonlyMap<string, KnownFunction> = new Map(
  Object.values(ops as Readonly<Record<string, unknown>>).flatMap((fn) => {
    const signature = kerasSignatureOf(fn);
    return signature === undefined ? [] : [...signature.names, ...signature.classNames].map((name) => [name, { fn, signature }] as const);
  }),
);
