import { ConstantPool } from '@kedge/compiler';
import type { Model } from '@kedge/layers/engine';

interface SharedPool {
  readonly pool: ConstantPool;
  /** Of every weight, when the pool was made. */
  readonly versions: readonly number[];
}

const shared = new WeakMap<Model, SharedPool>();

const versionsOf = (model: Model): number[] => model.weights.map(({ version }) => version);

/** The pools of constants of a model. */
export class Pools {
  readonly #model: Model;
  readonly #isSnapshot: boolean;

  /** @param isSnapshot Whether others may set the weights of the model later. */
  constructor(model: Model, isSnapshot: boolean) {
    this.#model = model;
    this.#isSnapshot = isSnapshot;
  }

  /** A pool of one's own. */
  own(): ConstantPool {
    return new ConstantPool({ snapshot: this.#isSnapshot });
  }

  /** The pool of all who ask for it as long as the weights are the same: who packs constants finds them packed. */
  shared(): ConstantPool {
    const known = shared.get(this.#model);
    const versions = versionsOf(this.#model);
    if (known !== undefined && known.versions.every((version, i) => version === versions[i])) return known.pool;
    const pool = this.own();
    shared.set(this.#model, { pool, versions });
    return pool;
  }
}
