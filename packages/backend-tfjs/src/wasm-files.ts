import type * as NodeModule from 'node:module';
import type * as NodePath from 'node:path';

/** Where tfjs's `.wasm` files are: a folder (path or URL, ending in a slash), or the place of each file by its name. */
export type WasmPaths = string | Readonly<Record<string, string>>;

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: 'node:module'): typeof NodeModule;
  getBuiltinModule?(name: 'node:path'): typeof NodePath;
}

/**
 * The folder of tfjs's `.wasm` files on disk, in Node; `undefined` in a page, where the page has to say.
 *
 * Node's modules are asked for at run time only, so that bundlers for pages see no import of them.
 */
export function wasmFolderOnDisk(): string | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  if (process?.versions?.node === undefined || process.getBuiltinModule === undefined) return undefined;
  const { createRequire } = process.getBuiltinModule('node:module');
  const { dirname, sep } = process.getBuiltinModule('node:path');
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
}
