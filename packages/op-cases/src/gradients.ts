import { ops, tensor, zeros, type EagerBackend, type EagerValue, type Shape, type Tensor, type Value } from '@kedge/graph-core';
import { DIFFERENTIABLE, gradientCases, numberSource, type FloatTensor, type GradientCase } from './gradient-cases.js';
import { callByName } from './invoke.js';
import { withBackend, type RunOptions, type TestApi } from './run.js';
import { EPSILON } from './tolerance.js';

/** Steps of the central differences: powers of two, and the smaller half of the larger. */
const STEP = 2 ** -5;
const DIRECTIONS = 4;

/** What one output counts for in the scalar that is differentiated. */
type Weights = readonly FloatTensor[];

function hasFloats(value: { readonly dtype: string; readonly shape: Shape }): boolean {
  return value.dtype === 'float32' && !value.shape.includes(0);
}

function isFloatTensor(input: Tensor): input is FloatTensor {
  return hasFloats(input);
}

async function outputsOf(backend: EagerBackend, { primitive, attrs, inputs }: GradientCase): Promise<FloatTensor[]> {
  const values = inputs.map((input) => backend.fromTensor(input));
  const results = callByName(primitive, values, attrs) as EagerValue[];
  const tensors = await Promise.all(results.map((result) => backend.read(result)));
  for (const value of [...values, ...results]) value.dispose();
  return tensors.filter(isFloatTensor);
}

/** The weighted sum of all outputs, added up in doubles. */
function weightedSum(outputs: readonly FloatTensor[], weights: Weights): number {
  return outputs.reduce((sum, { data }, i) => data.reduce((inner, value, j) => inner + value * (weights[i]?.data[j] ?? 0), sum), 0);
}

/** The gradient of the weighted sum by every float input, as the backend computes it; zeros where it says that there is none. */
async function gradientsOf(backend: EagerBackend, { primitive, attrs, inputs }: GradientCase, weights: Weights): Promise<Tensor[]> {
  const values = inputs.map((input) => backend.fromTensor(input));
  const xs = values.filter(hasFloats);
  const { value, gradients } = backend.valueAndGradients(() => {
    const outputs = callByName(primitive, values, attrs).filter(hasFloats);
    const sums = outputs.map((output, i) => ops.sum(ops.multiply(output, weights[i] as FloatTensor)));
    return sums.reduce((a: Value, b) => ops.add(a, b)) as EagerValue;
  }, xs);
  const read = await Promise.all(gradients.map((gradient, i) => (gradient === undefined ? zeros(xs[i]?.shape ?? []) : backend.read(gradient))));
  for (const held of [...values, value, ...gradients]) held?.dispose();
  return read;
}

function moved(gradientCase: GradientCase, input: FloatTensor, direction: readonly number[], step: number): GradientCase {
  const data = Float32Array.from(input.data, (value, i) => value + step * (direction[i] ?? 0));
  return { ...gradientCase, inputs: gradientCase.inputs.map((other) => (other === input ? { ...input, dtype: 'float32', data } : other)) };
}

/** All coordinates at once with random signs, and some single ones. */
function directions(count: number, next: () => number): number[][] {
  const signs = (): number[] => Array.from({ length: count }, () => (next() < 0.5 ? -1 : 1));
  const single = (): number[] => {
    const chosen = Math.floor(next() * count);
    return Array.from({ length: count }, (_, i) => (i === chosen ? 1 : 0));
  };
  return Array.from({ length: DIRECTIONS }, (_, i) => (i < 2 ? signs() : single()));
}

/**
 * Compares one directional derivative with central differences.
 *
 * Both are computed with steps h and h / 2 and extrapolated. Allowed is what rounding of the outputs does to the
 * differences, and a tenth of what extrapolation changed.
 */
async function checkDirection(backend: EagerBackend, gradientCase: GradientCase, input: FloatTensor, gradient: Tensor, direction: readonly number[], weights: Weights): Promise<void> {
  const at = async (step: number): Promise<number> => weightedSum(await outputsOf(backend, moved(gradientCase, input, direction, step)), weights);
  const [wide, narrow] = [(await at(STEP)) - (await at(-STEP)), (await at(STEP / 2)) - (await at(-STEP / 2))];
  const [slope, finer] = [wide / (2 * STEP), narrow / STEP];
  const expected = (4 * finer - slope) / 3;
  const actual = direction.reduce((sum, part, i) => sum + part * Number(gradient.data[i] ?? 0), 0);
  const size = (await outputsOf(backend, gradientCase)).reduce((sum, { data }) => data.reduce((inner, value) => inner + Math.abs(value) + 1, sum), 0);
  const noise = (8 * EPSILON * size) / STEP;
  const allowed = noise + Math.abs(finer - slope) / 10 + 16 * EPSILON * Math.abs(actual);
  if (!(Math.abs(actual - expected) <= allowed)) {
    throw new Error(`input of shape [${input.shape.join(', ')}], direction [${direction.slice(0, 12).join(', ')}]: differences give ${expected}, the gradient ${actual}, allowed are ${allowed.toExponential(2)}`);
  }
}

async function checkCase(backend: EagerBackend, gradientCase: GradientCase): Promise<void> {
  const next = numberSource(gradientCase.id.length * 7919 + 1);
  const outputs = await outputsOf(backend, gradientCase);
  // A border of infinities has no differences.
  if (outputs.some(({ data }) => !data.every(Number.isFinite))) return;
  const weights = outputs.map(({ shape, data }) => tensor(Array.from(data, () => (next() < 0.5 ? -1 : 1) * (0.5 + next())), shape) as FloatTensor);
  const floats = gradientCase.inputs.filter(isFloatTensor);
  const gradients = await gradientsOf(backend, gradientCase, weights);
  for (const [i, input] of floats.entries()) {
    const gradient = gradients[i];
    if (gradient?.shape.join() !== input.shape.join()) throw new Error(`expected a gradient of shape [${input.shape.join(', ')}], got [${gradient?.shape.join(', ')}]`);
    for (const direction of directions(input.data.length, next)) await checkDirection(backend, gradientCase, input, gradient, direction, weights);
  }
}

/**
 * Declares a test for each case of the table that has gradients: they are compared with differences of the backend's own
 * values; and one that every differentiable primitive was among them.
 *
 * @param api Of the test framework.
 * @param label Names the backend.
 * @param makeBackend Makes it.
 */
export function runGradientCases(api: TestApi, label: string, makeBackend: () => Promise<EagerBackend>, { liveTensors }: RunOptions = {}): void {
  api.describe(`gradients on ${label}`, () => {
    const ran = new Set<string>();
    let backend: EagerBackend | undefined;
    api.beforeAll(async () => {
      backend = await makeBackend();
    });
    for (const gradientCase of gradientCases()) {
      api.it(gradientCase.id, async () => {
        const ready = backend as EagerBackend;
        const before = liveTensors?.();
        await withBackend(ready, () => checkCase(ready, gradientCase));
        const after = liveTensors?.();
        if (before !== after) throw new Error(`expected ${before} live tensors afterwards, got ${after}`);
        ran.add(gradientCase.primitive);
      });
    }
    api.it('took gradients of every differentiable primitive', async () => {
      const missing = Object.keys(DIFFERENTIABLE).filter((name) => !ran.has(name));
      if (missing.length > 0) throw new Error(`no gradient was taken of ${missing.join(', ')}`);
    });
  });
}
