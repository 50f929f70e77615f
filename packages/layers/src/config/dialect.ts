/** How a config is spelled: as Keras 1 and 2 and tfjs write it, or as Keras 3 does. */
export type Dialect = 'keras2' | 'keras3';
