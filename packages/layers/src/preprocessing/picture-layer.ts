import { ops, ShapeMismatchError, formatShape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat, onlyIn, type DataFormat } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { fromChannelsLast, rankOf, toChannelsLast } from '../layout/channels.js';
import { toFloat } from '../layout/to-float.js';

/** The key that every layer over pictures has in Keras 3. */
export const pictureFields = { dataFormat: onlyIn('keras3', dataFormat(), 'data_format') };

/** A layer over pictures, one `[rows, columns, channels]` or a batch `[batch, rows, columns, channels]`, in float. */
export abstract class PictureLayer<F extends typeof pictureFields & FieldMap> extends Layer<F> {
  /** @param pictures `[batch, rows, columns, channels]`, float. */
  protected abstract transform(pictures: ValueLike, options: CallOptions): Value;

  protected override build([input]: readonly TensorSpec[]): void {
    if (input !== undefined && input.shape.length !== 3 && input.shape.length !== 4) {
      throw new ShapeMismatchError(`${this.className} '${this.name}': expected pictures of rank 3 or 4, got shape ${formatShape(input.shape)}.`);
    }
  }

  protected override call(x: ValueLike, options: CallOptions): Value {
    const { dataFormat } = this.config as { readonly dataFormat: DataFormat };
    const isSingle = rankOf(x) === 3;
    const batch = isSingle ? ops.expandDims(x, 0) : x;
    const result = fromChannelsLast(this.transform(toFloat(toChannelsLast(batch, dataFormat)), options), dataFormat);
    return isSingle ? ops.squeeze(result, 0) : result;
  }
}
