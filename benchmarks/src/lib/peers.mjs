// @ts-check
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The folder with the packages and models of peers that are not part of this repository. */
export function peersFolder() {
  const folder = process.env['KEDGE_PEERS'];
  if (folder === undefined) throw new Error('KEDGE_PEERS: the folder of the peers is not set. benchmarks/README.md says how to make it.');
  return folder;
}

/** @param {string} name @returns {string} The file of a network for a peer. */
export const peerModel = (name) => join(peersFolder(), 'models', name);

/** @param {string} name A package of the peers' folder. */
export const requirePeer = (name) => createRequire(join(peersFolder(), 'package.json'))(name);
