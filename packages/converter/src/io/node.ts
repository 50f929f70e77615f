import { KedgeError } from '@kedge/graph-core';

/** Whether this program runs where Node's built-in modules are at hand (Node, Electron, Bun). */
export function isNode(): boolean {
  return typeof process === 'object' && typeof process?.versions?.node === 'string';
}

/**
 * Node's own modules, asked for at the moment of use. No import of `node:` stands in the sources, so that a bundler
 * for pages has nothing to resolve and a page nothing to load.
 *
 * @param id Name with its prefix, for example `node:fs/promises`.
 * @throws {KedgeError} `NOT_AVAILABLE` where there is no Node.
 */
export function nodeBuiltin<Id extends 'node:fs' | 'node:fs/promises' | 'node:path' | 'node:url' | 'node:crypto'>(
  id: Id,
): ReturnType<typeof process.getBuiltinModule<Id>> {
  if (!isNode() || typeof process.getBuiltinModule !== 'function') {
    throw new KedgeError(
      'NOT_AVAILABLE',
      `Reading and writing files by path needs Node 20.16 or newer, and this is ${isNode() ? `Node ${process.versions.node}` : 'a page'}. Pass the bytes, a Blob or a URL instead.`,
    );
  }
  return process.getBuiltinModule(id);
}
