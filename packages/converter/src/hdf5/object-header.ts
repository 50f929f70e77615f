import { ByteReader } from '../io/byte-reader.js';
import { expectChecksum, expectSignature, expectVersion, type Hdf5Context } from './context.js';
import { UnsupportedHdf5Error } from './errors.js';

/** Numbers of the header messages that are read (specification, IV.A.2). */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  modificationTime: 0x12,
  attributeInfo: 0x15,
} as const;

/** One message of an object header. */
export interface Message {
  readonly type: number;
  /** Bit 1: the body says where the content is shared; bit 7: not to be ignored by who does not know the type. */
  readonly flags: number;
  readonly body: Uint8Array;
  /** Offset in the file of the body. */
  readonly offset: number;
}

/** All messages of one object: a group, a dataset or a named type. */
export class ObjectHeader {
  readonly address: number;
  readonly messages: readonly Message[];
  readonly #file: string;

  constructor(address: number, messages: readonly Message[], file: string) {
    this.address = address;
    this.messages = messages;
    this.#file = file;
  }

  /** The first message of a type. */
  first(type: number): Message | undefined {
    return this.messages.find((message) => message.type === type);
  }

  has(type: number): boolean {
    return this.first(type) !== undefined;
  }

  /** Reads the body of a message from its first byte on. */
  reader(message: Message, what: string): ByteReader {
    return new ByteReader(message.body, message.offset, `${this.#file}: ${what}`);
  }
}

interface Block {
  readonly reader: ByteReader;
  /** Bytes of the prefix of each message: 8 in version 1; 4 or 6 in version 2. */
  readonly prefix: 4 | 6 | 8;
}

const MOST_MESSAGES = 0xffff;
const WHAT = 'object header';
/** Bytes before the messages in a header of version 1. */
const OLD_PREFIX = 16;

/**
 * Reads an object header with all its continuations (specification, IV.A.1; versions 1 and 2).
 *
 * @param address Relative to the superblock.
 */
export async function readObjectHeader(context: Hdf5Context, address: number): Promise<ObjectHeader> {
  // A new header may be shorter than the first part of an old one.
  const start = await context.read(address, Math.max(4, Math.min(OLD_PREFIX, context.source.size - context.shape.base - address)), WHAT);
  const isNew = start.bytes[0] === 0x4f && start.ascii(4) === 'OHDR';
  start.position = 0;
  const blocks = [isNew ? await firstBlockNew(context, address) : await firstBlockOld(context, address, start)];
  const messages: Message[] = [];
  const seen = new Set<number>();
  for (let block = blocks.shift(); block; block = blocks.shift()) {
    for (const message of readMessages(block, context)) {
      if (message.type !== MESSAGE.continuation) messages.push(message);
      else blocks.push(await continuation(context, message, block.prefix, seen));
      if (messages.length > MOST_MESSAGES) throw block.reader.corrupt('has an absurd number of messages');
    }
  }
  return new ObjectHeader(address, messages, context.name);
}

async function firstBlockOld(context: Hdf5Context, address: number, prefix: ByteReader): Promise<Block> {
  expectVersion(prefix, 1);
  prefix.skip(7);
  return { reader: await context.read(address + OLD_PREFIX, prefix.u32(), WHAT), prefix: 8 };
}

async function firstBlockNew(context: Hdf5Context, address: number): Promise<Block> {
  const flags = (await context.read(address, 6, WHAT)).bytes[5] as number;
  const timesAndPhase = (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const sizeWidth = 1 << (flags & 3);
  const head = 6 + timesAndPhase + sizeWidth;
  const prefix = await context.read(address, head, WHAT);
  expectSignature(prefix, 'OHDR');
  expectVersion(prefix, 2);
  prefix.skip(1 + timesAndPhase);
  const size = prefix.uint(sizeWidth);
  return { reader: checkedPart(await context.read(address, head + size + 4, WHAT), head, size), prefix: flags & 4 ? 6 : 4 };
}

async function continuation(context: Hdf5Context, message: Message, prefix: Block['prefix'], seen: Set<number>): Promise<Block> {
  const body = new ByteReader(message.body, message.offset, `${context.name}: continuation of an ${WHAT}`);
  const address = context.requiredAddress(body, 'block');
  const length = context.length(body);
  if (seen.has(address)) throw body.corrupt('leads back to a block that was read already');
  seen.add(address);
  const reader = await context.read(address, length, `continuation of an ${WHAT}`);
  if (prefix === 8) return { reader, prefix };
  expectSignature(reader, 'OCHK');
  if (length < 8) throw reader.corrupt('is too short');
  return { reader: checkedPart(reader, 4, length - 8), prefix };
}

/** The messages between a head and the checksum at the end. */
function checkedPart(reader: ByteReader, head: number, size: number): ByteReader {
  reader.position = head + size;
  expectChecksum(reader);
  reader.position = head;
  return reader.part(size);
}

function* readMessages({ reader, prefix }: Block, context: Hdf5Context): Generator<Message> {
  while (reader.remaining >= prefix) {
    const type = prefix === 8 ? reader.u16() : reader.u8();
    const size = reader.u16();
    const flags = reader.u8();
    reader.skip(prefix === 8 ? 3 : prefix - 4);
    const offset = reader.offset;
    const body = reader.slice(size);
    if (flags & 0x80 && type > 0x18) {
      throw new UnsupportedHdf5Error(`${context.name}: an object carries a message of the unknown type ${type}, which says that it must not be ignored. Save the file with libver='earliest'.`);
    }
    yield { type, flags, body, offset };
  }
}
