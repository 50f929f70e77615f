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

  protected override call(x: ValueLike, options: CallOptions): unknown {
    return this.onBatch(x, (pictures) => this.transform(pictures, options));
  }

  /** The order of axes of the pictures. */
  protected get dataFormat(): DataFormat {
    return (this.config as { readonly dataFormat: DataFormat }).dataFormat;
  }

  /**
   * Works on a batch with its channels last, and gives the result back as the pictures came.
   *
   * @param fn Takes and gives `[batch, rows, columns, channels]`, float.
   */
  protected onBatch(x: ValueLike, fn: (pictures: ValueLike) => ValueLike): Value {
    const isSingle = rankOf(x) === 3;
    const batch = isSingle ? ops.expandDims(x, 0) : x;
    const result = fromChannelsLast(fn(toFloat(toChannelsLast(batch, this.dataFormat))) as Value, this.dataFormat);
    return isSingle ? ops.squeeze(result, 0) : result;
  }
}
