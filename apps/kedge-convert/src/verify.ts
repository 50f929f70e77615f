import { UsageError } from '@kedge/cli-kit';
import { tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { createSession, type Session } from '@kedge/runtime';

/** How far the answers of a model before and after a conversion are apart. */
export interface Agreement {
  readonly samples: number;
  /** Largest absolute difference of any number in any output. */
  readonly worstDifference: number;
  /** Part of the samples whose largest number stands in the same place, of the first output. */
  readonly sameTop: number;
}

/** Size for a dimension that the model leaves open: large enough for the windows of usual networks. */
const OPEN_DIMENSION = 64;

/** Numbers from 0 up to 1, the same in each run (Mulberry32). */
function randomNumbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  });
}

function randomInput({ shape, dtype, name }: Model['inputs'][number], samples: number, seed: number): Tensor {
  if (dtype === 'string') throw new UsageError(`--verify: input '${name}' takes texts, and only numbers are made up. Compare with kedge-convert run.`);
  const dims = [samples, ...shape.slice(1).map((dim) => dim ?? OPEN_DIMENSION)];
  const values = randomNumbers(dims.reduce((product, dim) => product * dim, 1), seed);
  if (dtype === 'float32') return tensor(values, dims);
  // Zeros and ones are legal for embeddings of any size.
  return tensor(Int32Array.from(values, (value) => Math.round(value)), dims);
}

async function answers(model: Model, inputs: readonly Tensor[]): Promise<NumericTensor[]> {
  const session: Session = await createSession(model, { backend: 'auto' });
  try {
    return (await session.run(Object.fromEntries(session.inputs.map(({ name }, i) => [name, inputs[i] as Tensor])))) as NumericTensor[];
  } finally {
    await session.dispose();
  }
}

function topOf({ data }: NumericTensor, sample: number, width: number): number {
  const row = Array.from(data.subarray(sample * width, (sample + 1) * width));
  return row.indexOf(Math.max(...row));
}

/** Runs both models on the same random inputs. */
export async function verify(before: Model, after: Model, samples: number): Promise<Agreement> {
  const inputs = before.inputs.map((input, i) => randomInput(input, samples, i + 1));
  const expected = await answers(before, inputs);
  const given = await answers(after, inputs);
  const differences = expected.flatMap((output, i) => Array.from(output.data, (value, j) => Math.abs(value - (given[i]?.data[j] ?? Number.NaN))));
  const worstDifference = differences.reduce((worst, difference) => (Number.isNaN(difference) || difference > worst ? difference : worst), 0);
  const [first, second] = [expected[0], given[0]];
  const width = (first?.data.length ?? 0) / samples;
  const same = first === undefined || second === undefined ? [] : Array.from({ length: samples }, (_, i) => topOf(first, i, width) === topOf(second, i, width));
  return { samples, worstDifference, sameTop: same.filter(Boolean).length / samples };
}

/** An agreement in words. */
export function describeAgreement({ samples, worstDifference, sameTop }: Agreement): string {
  return `Verified on ${samples} random inputs: answers differ by ${worstDifference === 0 ? 'nothing' : `${worstDifference.toPrecision(2)} at most`}, and the largest number is the same in ${Math.round(sameTop * 100)} %.`;
}
