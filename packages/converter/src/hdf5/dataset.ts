import { InvalidArgumentError, type NumericDType, type NumericTensor, type Tensor } from '@kedge/graph-core';
import { allocate, convert, defaultDType, isSame } from './convert.js';
import { DataReader } from './dataset-data.js';
import { readDataspace, type Dataspace } from './dataspace.js';
import { datatypeName, type Datatype } from './datatype.js';
import { UnsupportedHdf5Error } from './errors.js';
import { readFillValue, readOldFillValue } from './fill-value.js';
import { readFilters } from './filters.js';
import { readLayout } from './layout.js';
import { Hdf5Node, type FileScope } from './node.js';
import { MESSAGE, type ObjectHeader } from './object-header.js';
import { readMaybeSharedDatatype } from './shared-message.js';
import { decodeStrings } from './text.js';

/** An array in an HDF5 file. Nothing of its data is read before {@link read}. */
export class Hdf5Dataset extends Hdf5Node {
  readonly kind = 'dataset';
  /** Sizes of the dimensions; `[]` for a scalar. */
  readonly shape: readonly number[];
  readonly #type: Datatype;
  readonly #space: Dataspace;
  readonly #data: DataReader;

  private constructor(scope: FileScope, path: string, header: ObjectHeader, type: Datatype, space: Dataspace) {
    super(scope, path, header);
    this.#type = type;
    this.#space = space;
    this.shape = space.dims;
    this.#data = this.#dataReader();
  }

  /** Reads what the header says about shape, type and place; for {@link Hdf5Group.get}. */
  static async open(scope: FileScope, path: string, header: ObjectHeader): Promise<Hdf5Dataset> {
    const { context } = scope;
    const typeMessage = header.first(MESSAGE.datatype);
    const spaceMessage = header.first(MESSAGE.dataspace);
    if (!typeMessage || !spaceMessage) throw new UnsupportedHdf5Error(`${context.name}: ${path} is neither a group nor a dataset; a named type holds no data.`);
    const type = await readMaybeSharedDatatype(context, header.reader(typeMessage, `datatype of ${path}`), (typeMessage.flags & 2) !== 0);
    const space = readDataspace(context, header.reader(spaceMessage, `shape of ${path}`));
    return new Hdf5Dataset(scope, path, header, type, space);
  }

  /** Type of the elements in the file: `float32`, `float16`, `int64`, `bool`, `string`, `opaque`, `compound`, ... */
  get dtype(): string {
    return datatypeName(this.#type);
  }

  /** Number of elements; 0 for a dataset that has no shape at all. */
  get count(): number {
    return this.#space.count;
  }

  /**
   * Reads all elements into memory of exactly their size.
   *
   * @param dtype What to read them as; without it, floating-point types become `float32`, integers `int32` (`uint8` stays),
   *   booleans `bool`, text `string`. Opaque elements of two bytes with an attribute `dtype` of `bfloat16` are numbers.
   * @throws {CorruptFileError} when the data is damaged or less than declared; {@link UnsupportedHdf5Error} for types,
   *   filters and storage that are not read; `VALUE_OUT_OF_RANGE` when a value does not fit the type asked for.
   */
  read(): Promise<Tensor>;
  read<D extends NumericDType>(dtype: D, signal?: AbortSignal): Promise<Extract<NumericTensor, { dtype: D }> extends never ? NumericTensor : Extract<NumericTensor, { dtype: D }>>;
  read(dtype?: NumericDType, signal?: AbortSignal): Promise<Tensor>;
  async read(dtype?: NumericDType, signal?: AbortSignal): Promise<Tensor> {
    const type = await this.#meantType();
    if (type.kind === 'number') return this.#readNumbers(type, dtype ?? defaultDType(type.name), signal);
    if (type.kind === 'fixedString' || type.kind === 'variableString') return this.#readStrings(type, dtype, signal);
    throw new UnsupportedHdf5Error(`${this.label}: is of the type ${this.dtype}, which is not read. Save it as numbers or text.`);
  }

  /**
   * Reads the elements as the file has them, without filters and chunks: in the file's type and byte order. For what
   * {@link read} does not decode.
   */
  async readBytes(signal?: AbortSignal): Promise<Uint8Array> {
    await this.#data.prepare();
    const bytes = new Uint8Array(this.#space.count * this.#type.size);
    await this.#data.read({ bytes, elementSize: this.#type.size, convert: undefined }, signal);
    return bytes;
  }

  async #readNumbers(type: Extract<Datatype, { kind: 'number' }>, dtype: NumericDType, signal?: AbortSignal): Promise<NumericTensor> {
    if (!['float32', 'int32', 'uint8', 'bool'].includes(dtype)) throw new InvalidArgumentError(`Expected to read as float32, int32, uint8 or bool, got ${String(dtype)}.`);
    await this.#data.prepare();
    const data = allocate(dtype, this.#space.count);
    const bytes = new Uint8Array(data.buffer);
    const elementSize = data.BYTES_PER_ELEMENT;
    const converted = (stored: Uint8Array): Uint8Array => {
      const out = allocate(dtype, Math.floor(stored.length / type.size));
      convert(stored, type, dtype, out, this.label);
      return new Uint8Array(out.buffer);
    };
    await this.#data.read({ bytes, elementSize, convert: isSame(type, dtype) ? undefined : converted }, signal);
    return { data, shape: this.shape, dtype } as NumericTensor;
  }

  async #readStrings(type: Extract<Datatype, { kind: 'fixedString' | 'variableString' }>, dtype: NumericDType | undefined, signal?: AbortSignal): Promise<Tensor> {
    if (dtype !== undefined) throw new UnsupportedHdf5Error(`${this.label}: expected numbers to read as ${dtype}, got text.`);
    const { context, heaps } = this.scope;
    context.countEntries(this.#space.count, this.path);
    const data = await decodeStrings(context, heaps, type, await this.readBytes(signal), this.#space.count, this.label);
    return { data, shape: this.shape, dtype: 'string' };
  }

  /** Keras stores bfloat16 as two opaque bytes (or as uint16) and says so in an attribute. */
  async #meantType(): Promise<Datatype> {
    const isTwoBytes = this.#type.size === 2 && (this.#type.kind === 'opaque' || this.dtype === 'uint16');
    if (!isTwoBytes || (await this.attribute('dtype')) !== 'bfloat16') return this.#type;
    return { kind: 'number', name: 'bfloat16', size: 2, bigEndian: false };
  }

  #dataReader(): DataReader {
    const { context } = this.scope;
    const part = <T>(type: number, what: string, read: (reader: ReturnType<ObjectHeader['reader']>) => T): T | undefined => {
      const message = this.header.first(type);
      return message && read(this.header.reader(message, `${what} of ${this.path}`));
    };
    if (this.header.has(MESSAGE.externalFiles)) throw new UnsupportedHdf5Error(`${this.label}: keeps its data in another file, which is not read. Copy it into the file.`);
    const layout = part(MESSAGE.layout, 'layout', (reader) => readLayout(context, reader));
    if (!layout) throw new UnsupportedHdf5Error(`${this.label}: is neither a group nor a dataset; a named type holds no data.`);
    return new DataReader({
      context,
      what: this.label,
      space: this.#space,
      layout,
      elementSize: this.#type.size,
      filters: part(MESSAGE.filters, 'filters', readFilters) ?? [],
      fill: part(MESSAGE.fillValue, 'fill value', readFillValue) ?? part(MESSAGE.oldFillValue, 'fill value', readOldFillValue),
    });
  }
}
