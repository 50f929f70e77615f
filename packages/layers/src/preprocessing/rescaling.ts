import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { toFloat } from '../layout/to-float.js';

type Factors = number | readonly number[];

function parseFactors(value: unknown): Factors | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'number' && Number.isFinite(item));
  return isList ? (value as readonly number[]) : undefined;
}

const factors = <R extends boolean>(required: R): Field<Factors, Factors, R> => ({
  required,
  defaultValue: () => 0,
  parse: (value, place) => {
    const parsed = parseFactors(value);
    if (parsed === undefined) throw unexpectedValue(place, 'a number, or one for each channel', value);
    return parsed;
  },
  serialize: (value) => value,
});

const fields = { scale: factors(true), offset: factors(false) };

export type RescalingConfig = LayerConfig<typeof fields>;

const operand = (value: Factors): ValueLike => (typeof value === 'number' ? value : tensor(value, [value.length]));

/** `x * scale + offset`, in float. Output: shape of the input; lists hold one number for each channel, the last axis. */
export class Rescaling extends Layer<typeof fields> {
  static readonly className = 'Rescaling';
  static readonly fields = fields;

  constructor(config: RescalingConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike): Value {
    return ops.add(ops.multiply(toFloat(x), operand(this.config.scale)), operand(this.config.offset));
  }
}

/** Makes a {@link Rescaling}. */
export const rescaling = (config: RescalingConfig): Rescaling => new Rescaling(config);
