import { lower, type PrimitiveGraph } from '@kedge/compiler';
import { FunctionGraph, inferOutputSpec, KedgeError, Operation, ops, placeholder, tensor, type SymbolicTensor, type Tensor, type Value } from '@kedge/graph-core';
import type { Backend } from './backend.js';

/** Largest deviation, relative to the size of the numbers, that a correct float32 backend may show. */
const TOLERANCE = 1e-4;

interface Check {
  readonly name: string;
  readonly input: Tensor;
  readonly compute: (x: Value) => Value;
  readonly expected: readonly number[];
}

const IMAGE = [1, -2, 3, 1e4, 0.5, -1e4, 7, 8, -9];

/** Sums of the 3x3 neighbourhood of each cell of a 3x3 picture. */
function neighbourhoodSums(cells: readonly number[]): number[] {
  return cells.map((_, i) => {
    const row = Math.floor(i / 3);
    const column = i % 3;
    return cells.reduce((sum, value, j) => (Math.abs(Math.floor(j / 3) - row) <= 1 && Math.abs((j % 3) - column) <= 1 ? sum + value : sum), 0);
  });
}

function softmax(values: readonly number[]): number[] {
  const powers = values.map((value) => Math.exp(value - Math.max(...values)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const CHECKS: readonly Check[] = [
  {
    name: 'convolution',
    input: tensor(IMAGE, [1, 3, 3, 1]),
    compute: (x) => ops.conv(x, tensor(Array.from({ length: 9 }, () => 1), [3, 3, 1, 1]), { padding: 'same' }),
    expected: neighbourhoodSums(IMAGE),
  },
  {
    name: 'max pooling',
    input: tensor(IMAGE, [1, 3, 3, 1]),
    compute: (x) => ops.maxPool(x, 3),
    expected: [1e4],
  },
  {
    name: 'average pooling',
    input: tensor(IMAGE, [1, 3, 3, 1]),
    compute: (x) => ops.averagePool(x, 2, { strides: 3, padding: 'same' }),
    // One 2x2 window fits: the output has ceil(3 / 3) cells.
    expected: [(1 - 2 + 1e4 + 0.5) / 4],
  },
  { name: 'softmax', input: tensor([1, 2, -3, 100], [1, 4]), compute: (x) => ops.softmax(x), expected: softmax([1, 2, -3, 100]) },
  { name: 'NaN through relu', input: tensor([Number.NaN, -1, 2], [3]), compute: (x) => ops.relu(x), expected: [Number.NaN, 0, 2] },
];

function deviation(value: number, expected: number): number {
  if (Number.isNaN(value) || Number.isNaN(expected)) return Number.isNaN(value) && Number.isNaN(expected) ? 0 : Infinity;
  return Math.abs(value - expected) / Math.max(1, Math.abs(expected));
}

/** All checks as one operation, which gives no name to anything that the user's own models might want to have. */
class SelfTest extends Operation {
  constructor() {
    super('kedge_self_test');
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.run(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    return CHECKS.map(({ compute }, i) => compute(args[i] as Value));
  }
}

function checkGraph(): PrimitiveGraph {
  const inputs = CHECKS.map(({ input: { shape, dtype } }, i) => placeholder({ shape, dtype }, `kedge_self_test_input_${i}`));
  return lower(FunctionGraph.trace(inputs, new SelfTest().symbolicCall(inputs) as SymbolicTensor[]));
}

/**
 * Computes a few known answers on a backend, so that a broken driver is a reason in the report and not a wrong answer.
 *
 * @returns The largest relative deviation.
 * @throws {KedgeError} `SELF_TEST_FAILED`, naming the computation and both numbers.
 */
export async function selfTest(backend: Backend): Promise<number> {
  const device = backend.open();
  const plan = device.prepare(checkGraph());
  try {
    const outputs = await plan.run(CHECKS.map(({ input }) => input));
    return Math.max(...CHECKS.map((check, i) => worstDeviation(check, outputs[i], backend.name)));
  } finally {
    plan.dispose();
    await device.close();
  }
}

function worstDeviation({ name, expected }: Check, output: Tensor | undefined, backend: string): number {
  const deviations = expected.map((wanted, i) => {
    const found = Number(output?.data[i]);
    const off = deviation(found, wanted);
    if (off > TOLERANCE) throw new KedgeError('SELF_TEST_FAILED', `${backend}: ${name} gave ${found} where ${wanted} is right.`);
    return off;
  });
  return Math.max(...deviations);
}
