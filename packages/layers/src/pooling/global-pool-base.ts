import { boolean, dataFormat } from '../config/basic-fields.js';

/** Keys of a pooling over all of space. */
export const globalPoolFields = { dataFormat: dataFormat(), keepdims: boolean(false) };
