import {
  areCompatible,
  formatShape,
  isTyped,
  Node,
  ShapeMismatchError,
  SymbolicTensor,
  uniqueName,
  type DType,
  type Shape,
  type TensorSpec,
} from '@kedge/graph-core';
import { boolean } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { unexpectedValue, type Field } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const shapeField: Field<Shape, Shape, true> = {
  required: true,
  defaultValue: () => [],
  parse: (value, place) => {
    if (!Array.isArray(value) || !value.every((dim) => dim === null || (Number.isInteger(dim) && dim >= 0))) {
      throw unexpectedValue(place, 'a list of sizes, null where unknown', value);
    }
    return value as Shape;
  },
  serialize: (value) => value,
};

const fields = { batchShape: shapeField, sparse: boolean(false), ragged: boolean(false), optional: boolean(false) };

export type InputLayerConfig = LayerConfig<typeof fields>;

const DTYPES: Readonly<Record<string, DType>> = {
  bool: 'bool',
  uint8: 'uint8',
  string: 'string',
  int8: 'int32',
  int16: 'int32',
  int32: 'int32',
  int64: 'int32',
  uint16: 'int32',
  uint32: 'int32',
};

/** Where values enter a model: puts out one tensor and hands it through. */
export class InputLayer extends Layer<typeof fields> {
  static readonly className = 'InputLayer';
  static readonly fields = fields;
  /** The tensor that enters here. */
  readonly output: SymbolicTensor;

  constructor(config: InputLayerConfig) {
    super({ ...config, name: config.name ?? uniqueName('input_layer') });
    this.output = new SymbolicTensor({ shape: this.config.batchShape, dtype: DTYPES[this.config.dtype] ?? 'float32', name: this.name });
    Node.record({ operation: this, args: [], outputs: this.output });
    this.buildFor([]);
  }

  override get isInput(): boolean {
    return true;
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { batchShape, sparse, ragged, optional, dtype } = this.config;
    return dialect === 'keras2'
      ? { batch_input_shape: batchShape, dtype, sparse, ragged, name: this.name }
      : { batch_shape: batchShape, dtype, sparse, ragged, name: this.name, optional };
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return isTyped(args[0]) ? this.#checked(args[0]) : { shape: this.output.shape, dtype: this.output.dtype };
  }

  override run(args: readonly unknown[]): unknown {
    const [value] = args;
    if (isTyped(value)) this.#checked(value);
    return value;
  }

  protected override call(inputs: never): unknown {
    return inputs;
  }

  #checked({ shape, dtype }: TensorSpec): TensorSpec {
    if (!areCompatible(shape, this.config.batchShape)) {
      throw new ShapeMismatchError(`Input '${this.name}' expects shape ${formatShape(this.config.batchShape)}, got ${formatShape(shape)}.`);
    }
    return { shape, dtype };
  }
}

/** Makes an {@link InputLayer}. */
export const inputLayer = (config: InputLayerConfig): InputLayer => new InputLayer(config);

/** How {@link input} is told what enters. */
export interface InputConfig {
  /** Shape of one example; `null` for sizes that are not known. */
  readonly shape?: Shape;
  /** Shape of a batch, in place of `shape`. */
  readonly batchShape?: Shape;
  readonly dtype?: string;
  readonly name?: string;
}

/**
 * A symbolic tensor that a model can start from.
 *
 * @example
 * const image = input({ shape: [299, 299, 3] }); // shape [null, 299, 299, 3]
 */
export function input(config: InputConfig): SymbolicTensor {
  const batchShape = config.batchShape ?? [null, ...(config.shape ?? [])];
  return new InputLayer({ batchShape, dtype: config.dtype ?? 'float32', name: config.name ?? null }).output;
}
