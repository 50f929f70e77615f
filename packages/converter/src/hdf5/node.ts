import { decodeAttribute, type AttributeValue } from './attribute-value.js';
import { readAttribute, readAttributes } from './attributes.js';
import type { ByteReader } from '../io/byte-reader.js';
import type { Hdf5Context } from './context.js';
import type { GlobalHeaps } from './global-heap.js';
import type { ObjectHeader } from './object-header.js';

/** What the objects of one open file share. */
export interface FileScope {
  readonly context: Hdf5Context;
  readonly heaps: GlobalHeaps;
}

/** What groups and datasets have in common: a path and attributes. */
export abstract class Hdf5Node {
  /** Absolute path in the file, `/` for the root. */
  readonly path: string;
  protected readonly scope: FileScope;
  protected readonly header: ObjectHeader;
  readonly #values = new Map<string, Promise<AttributeValue | undefined>>();
  #attributes: Promise<ReadonlyMap<string, ByteReader>> | undefined;

  constructor(scope: FileScope, path: string, header: ObjectHeader) {
    this.scope = scope;
    this.path = path;
    this.header = header;
  }

  /** Names of all attributes, sorted. */
  async attributeNames(): Promise<readonly string[]> {
    return [...(await this.#all()).keys()].sort();
  }

  /**
   * The value of an attribute; text of any kind comes as strings.
   *
   * @returns undefined when there is none of that name.
   * @throws {CorruptFileError} when it is damaged; {@link UnsupportedHdf5Error} when its type is not read.
   */
  async attribute(name: string): Promise<AttributeValue | undefined> {
    let value = this.#values.get(name);
    if (!value) {
      value = this.#decode(name);
      this.#values.set(name, value);
    }
    return value;
  }

  /** File and path, for messages. */
  protected get label(): string {
    return `${this.scope.context.name}: ${this.path}`;
  }

  async #decode(name: string): Promise<AttributeValue | undefined> {
    const reader = (await this.#all()).get(name);
    if (!reader) return undefined;
    const { context, heaps } = this.scope;
    return decodeAttribute(context, heaps, await readAttribute(context, reader), `attribute ${name} of ${this.path}`);
  }

  #all(): Promise<ReadonlyMap<string, ByteReader>> {
    this.#attributes ??= readAttributes(this.scope.context, this.header);
    return this.#attributes;
  }
}
