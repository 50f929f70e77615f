import { KedgeError } from '@kedge/graph-core';

/** The bytes of a file contradict its format or end too early (`CORRUPT_FILE`). */
export class CorruptFileError extends KedgeError {
  /** Where in the file the contradiction was met, in bytes from its start; undefined where no place can be named. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number, options?: { cause?: unknown }) {
    super('CORRUPT_FILE', message, options);
    this.offset = offset;
  }
}

/** The file is of a format that is not read here (`UNSUPPORTED_FORMAT`). */
export class UnsupportedFormatError extends KedgeError {
  /** Name of the format that was recognised, for example `TFLite`; `unknown` when none was. */
  readonly format: string;

  constructor(format: string, message: string) {
    super('UNSUPPORTED_FORMAT', message);
    this.format = format;
  }
}

/** A number as people read it in an error: decimal with the hexadecimal form beside it. */
export function describeOffset(offset: number): string {
  return `${offset} (0x${offset.toString(16)})`;
}
