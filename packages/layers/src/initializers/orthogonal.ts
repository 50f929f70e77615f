import { normalNumbers, sizeOf, tensor, type Seed, type Tensor } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import { InvalidConfigError, type ConfigOf } from '../config/field.js';
import { nextSeed } from '../engine/seed.js';
import { Initializer } from './initializer.js';
import { seedField } from './seed-field.js';

const fields = { gain: number(1), seed: seedField() };

/** A matrix with orthonormal rows or columns, whichever are fewer, times `gain`; leading dimensions count as rows. */
export class Orthogonal extends Initializer<typeof fields> {
  static readonly className = 'Orthogonal';
  static readonly fields = fields;

  constructor(config: ConfigOf<typeof fields> = {}) {
    super(config);
  }

  override initialize(shape: readonly number[]): Tensor {
    return this.bind()(shape);
  }

  override bind(): (shape: readonly number[]) => Tensor {
    const seed: Seed = this.config.seed === null ? nextSeed() : [this.config.seed, 0];
    return (shape) => {
      if (shape.length < 2) throw new InvalidConfigError(`Orthogonal: expected a weight of rank 2 or more, got rank ${shape.length}.`);
      const columns = shape.at(-1) ?? 1;
      const rows = sizeOf(shape) / columns;
      return tensor(orthonormal(rows, columns, seed).map((value) => value * this.config.gain), shape);
    };
  }
}

/** Gram-Schmidt over random vectors, twice for accuracy; the longer side is the vectors' length. */
function orthonormal(rows: number, columns: number, seed: Seed): Float32Array {
  const length = Math.max(rows, columns);
  const vectors: Float64Array[] = [];
  const numbers = normalNumbers(seed, rows * columns);
  for (let v = 0; v < Math.min(rows, columns); v++) {
    const vector = Float64Array.from(numbers.subarray(v * length, (v + 1) * length));
    for (const other of [...vectors, ...vectors]) {
      const overlap = vector.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
      vector.forEach((value, i) => (vector[i] = value - overlap * (other[i] ?? 0)));
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((value) => value / norm));
  }
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    const column = i % columns;
    return (rows >= columns ? vectors[column]?.[row] : vectors[row]?.[column]) ?? 0;
  });
}
