import type { ByteReader } from '../io/byte-reader.js';
import { walkBtree1 } from './btree1.js';
import { walkBtree2 } from './btree2.js';
import { expectSignature, expectVersion, type Hdf5Context } from './context.js';
import { FractalHeap } from './fractal-heap.js';
import { LocalHeap } from './local-heap.js';
import { MESSAGE, type ObjectHeader } from './object-header.js';

const UTF8 = /* @__PURE__ */ new TextDecoder();

/** Where a name in a group leads. */
export type Link =
  | { readonly kind: 'hard'; readonly address: number }
  /** `target` is a path, or a file and a path; for messages only. */
  | { readonly kind: 'soft' | 'external' | 'user-defined'; readonly target: string };

const BTREE2_LINKS_BY_NAME = 5;

/** Whether an object header is that of a group. */
export function isGroup(header: ObjectHeader): boolean {
  return header.has(MESSAGE.symbolTable) || header.has(MESSAGE.linkInfo) || header.has(MESSAGE.link);
}

/** Reads all links of a group, of the old kind (symbol table) or the new (link messages, few or in a heap); sorted by name. */
export async function readLinks(context: Hdf5Context, header: ObjectHeader): Promise<ReadonlyMap<string, Link>> {
  const links = new Map<string, Link>();
  const add = (reader: ByteReader, name: string, link: Link): void => {
    if (links.has(name)) throw reader.corrupt(`has two members named ${JSON.stringify(name)}`, 0);
    if (name === '' || name === '.' || name.includes('/')) throw reader.corrupt(`has a member with the impossible name ${JSON.stringify(name)}`, 0);
    context.countEntries(1, 'group');
    links.set(name, link);
  };
  const table = header.first(MESSAGE.symbolTable);
  if (table) await readSymbolTable(context, header.reader(table, 'symbol table'), add);
  for (const message of header.messages) {
    if (message.type === MESSAGE.link) readLink(context, header.reader(message, 'link'), add);
  }
  const info = header.first(MESSAGE.linkInfo);
  if (info) await readDenseLinks(context, header.reader(info, 'links of a group'), add);
  return new Map([...links].sort(([a], [b]) => (a < b ? -1 : 1)));
}

type Add = (reader: ByteReader, name: string, link: Link) => void;

/** Old groups: a B-tree whose leaves are tables of names and addresses (specification, III.B). */
async function readSymbolTable(context: Hdf5Context, message: ByteReader, add: Add): Promise<void> {
  const tree = context.requiredAddress(message, 'B-tree');
  const heap = await LocalHeap.read(context, context.requiredAddress(message, 'heap'));
  for await (const { child } of walkBtree1(context, tree, 0, context.shape.lengthSize)) {
    await readSymbolNode(context, child, heap, add);
  }
}

async function readSymbolNode(context: Hdf5Context, address: number, heap: LocalHeap, add: Add): Promise<void> {
  const what = 'symbol table';
  const head = await context.read(address, 8, what);
  expectSignature(head, 'SNOD');
  expectVersion(head, 1);
  head.skip(1);
  const count = head.u16();
  const reader = await context.read(address + 8, count * (2 * context.shape.offsetSize + 24), what);
  for (let index = 0; index < count; index++) {
    const name = heap.text(reader.uint(context.shape.offsetSize));
    const target = context.address(reader);
    const isSoft = reader.u32() === 2;
    reader.skip(4);
    const scratch = reader.part(16);
    if (isSoft) add(reader, name, { kind: 'soft', target: heap.text(scratch.u32()) });
    else if (target === undefined) throw reader.corrupt(`has no address of ${JSON.stringify(name)}`);
    else add(reader, name, { kind: 'hard', address: target });
  }
}

async function readDenseLinks(context: Hdf5Context, info: ByteReader, add: Add): Promise<void> {
  info.skip(1);
  info.skip(info.u8() & 1 ? 8 : 0);
  const heapAddress = context.address(info);
  const treeAddress = context.address(info);
  if (heapAddress === undefined || treeAddress === undefined) return;
  const heap = await FractalHeap.open(context, heapAddress);
  for await (const record of walkBtree2(context, treeAddress, BTREE2_LINKS_BY_NAME)) {
    record.skip(4);
    readLink(context, await heap.object(record), add);
  }
}

/** Reads a link message (specification, IV.A.2.g). */
function readLink(context: Hdf5Context, reader: ByteReader, add: Add): void {
  expectVersion(reader, 1);
  const flags = reader.u8();
  const kind = flags & 8 ? reader.u8() : 0;
  reader.skip((flags & 4 ? 8 : 0) + (flags & 16 ? 1 : 0));
  const name = text(reader.slice(reader.uint(1 << (flags & 3))));
  if (kind === 0) return add(reader, name, { kind: 'hard', address: context.requiredAddress(reader, 'target') });
  const target = text(reader.slice(reader.u16()));
  if (kind === 1) return add(reader, name, { kind: 'soft', target });
  add(reader, name, { kind: kind === 64 ? 'external' : 'user-defined', target: target.replaceAll('\0', ' ').trim() });
}

function text(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}
