import { CorruptFileError } from '../io/errors.js';
import { Hdf5Dataset } from './dataset.js';
import { UnsupportedHdf5Error } from './errors.js';
import { isGroup, readLinks, type Link } from './links.js';
import { Hdf5Node, type FileScope } from './node.js';
import { readObjectHeader, type ObjectHeader } from './object-header.js';

/** A group in an HDF5 file: a folder of groups and datasets. */
export class Hdf5Group extends Hdf5Node {
  readonly kind = 'group';
  readonly #members = new Map<string, Promise<Hdf5Group | Hdf5Dataset>>();
  #links: Promise<ReadonlyMap<string, Link>> | undefined;

  constructor(scope: FileScope, path: string, header: ObjectHeader) {
    super(scope, path, header);
  }

  /** Names of all members, sorted; whether each can be opened shows when it is asked for. */
  async keys(): Promise<readonly string[]> {
    return [...(await this.#allLinks()).keys()];
  }

  /** Whether there is a member of that name (no path). */
  async has(name: string): Promise<boolean> {
    return (await this.#allLinks()).has(name);
  }

  /**
   * Opens a member, or a member of a member: `conv1/conv1/kernel:0`. A leading `/` makes no difference.
   *
   * @returns undefined when some part of the path is not there, or leads through a dataset.
   * @throws {UnsupportedHdf5Error} when a link leads elsewhere than to an object of this file (soft, external).
   */
  async get(path: string): Promise<Hdf5Group | Hdf5Dataset | undefined> {
    let place: Hdf5Group | Hdf5Dataset | undefined = this;
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      if (place?.kind !== 'group') return undefined;
      place = await place.#member(name);
    }
    return place;
  }

  /** {@link get} that gives a group or undefined. */
  async group(path: string): Promise<Hdf5Group | undefined> {
    const member = await this.get(path);
    return member?.kind === 'group' ? member : undefined;
  }

  /** {@link get} that gives a dataset or undefined. */
  async dataset(path: string): Promise<Hdf5Dataset | undefined> {
    const member = await this.get(path);
    return member?.kind === 'dataset' ? member : undefined;
  }

  /**
   * All datasets below this group, depth first, in the order of their names.
   *
   * @throws {UnsupportedHdf5Error} when a group is linked from two places, so that a walk might never end.
   */
  async *datasets(): AsyncGenerator<Hdf5Dataset, void, undefined> {
    const seen = new Set<number>();
    const open: (Hdf5Group | Hdf5Dataset)[] = [this];
    for (let member = open.pop(); member; member = open.pop()) {
      if (member.kind === 'dataset') {
        yield member;
        continue;
      }
      if (seen.has(member.header.address)) throw new UnsupportedHdf5Error(`${member.label}: is linked from several places, or contains itself, which is not read. Save the file again with each group once.`);
      seen.add(member.header.address);
      for (const name of [...(await member.keys())].reverse()) {
        const child = await member.#member(name);
        if (child) open.push(child);
      }
    }
  }

  async #member(name: string): Promise<Hdf5Group | Hdf5Dataset | undefined> {
    const known = this.#members.get(name);
    if (known) return known;
    const link = (await this.#allLinks()).get(name);
    if (!link) return undefined;
    const member = this.#open(name, link);
    this.#members.set(name, member);
    return member;
  }

  async #open(name: string, link: Link): Promise<Hdf5Group | Hdf5Dataset> {
    const { context } = this.scope;
    const path = this.path === '/' ? `/${name}` : `${this.path}/${name}`;
    if (path.length > 64 * 1024) throw new CorruptFileError(`${context.name}: groups are nested without end at ${path.slice(0, 100)}... The file is damaged or hostile.`);
    if (link.kind !== 'hard') {
      throw new UnsupportedHdf5Error(`${context.name}: ${path} is a ${link.kind} link to ${JSON.stringify(link.target.slice(0, 200))}, and only objects of the file itself are read. Save the file with the data in it.`);
    }
    const header = await readObjectHeader(context, link.address);
    return isGroup(header) ? new Hdf5Group(this.scope, path, header) : Hdf5Dataset.open(this.scope, path, header);
  }

  #allLinks(): Promise<ReadonlyMap<string, Link>> {
    this.#links ??= readLinks(this.scope.context, this.header);
    return this.#links;
  }
}
