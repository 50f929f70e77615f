import { KedgeError } from '@kedge/graph-core';

/** A feature of HDF5 that is valid but not read here (`UNSUPPORTED_HDF5`): links to elsewhere, virtual data, rare types and filters. */
export class UnsupportedHdf5Error extends KedgeError {
  constructor(message: string) {
    super('UNSUPPORTED_HDF5', message);
  }
}
