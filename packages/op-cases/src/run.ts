import { activeEagerBackend, primitives, setEagerBackend, type EagerBackend, type EagerValue } from '@kedge/graph-core';
import { isPrimitiveCase, type OpCase } from './case.js';
import { difference } from './compare.js';
import { invoke, upload } from './invoke.js';
import { invokeKeras, kerasCases } from './keras-cases.js';
import { scanCases, type ScanCase } from './scan-cases.js';
import { opCases } from './table.js';
import { EPSILON, type Tolerance } from './tolerance.js';

/** The functions of a test framework that the runners need. */
export interface TestApi {
  describe(name: string, fn: () => void): void;
  it(name: string, fn: () => Promise<void>): void;
  beforeAll(fn: () => Promise<void>): void;
}

export interface RunOptions {
  /** Tensors that the backend holds; the runner then checks that each case gives back what it took. */
  readonly liveTensors?: () => number;
  /** Whether the backend only ever sees numbers: cases with strings are then not its matter. */
  readonly numbersOnly?: boolean;
  /** Of the arithmetic, if it is not that of float32. */
  readonly epsilon?: number;
}

/** Runs `fn` while a backend is the active one. */
export async function withBackend<T>(backend: EagerBackend, fn: () => Promise<T>): Promise<T> {
  const outer = activeEagerBackend();
  setEagerBackend(backend);
  try {
    return await fn();
  } finally {
    setEagerBackend(outer);
  }
}

interface Wanted {
  readonly outputs: OpCase['outputs'];
  readonly tolerance?: Tolerance | undefined;
  /** One for each result, where they differ. */
  readonly tolerances?: readonly (Tolerance | null)[] | undefined;
}

async function check(results: readonly EagerValue[], { outputs, tolerance, tolerances }: Wanted, epsilon: number): Promise<void> {
  if (results.length !== outputs.length) throw new Error(`expected ${outputs.length} results, got ${results.length}`);
  for (const [i, expected] of outputs.entries()) {
    const result = results[i] as EagerValue;
    const wrong = difference(await result.backend.read(result), expected, tolerances?.[i] ?? tolerance, epsilon);
    if (wrong !== undefined) throw new Error(`result ${i}: ${wrong}`);
  }
}

async function runCase(backend: EagerBackend, opCase: OpCase | ScanCase, { liveTensors, epsilon = EPSILON }: RunOptions): Promise<void> {
  const before = liveTensors?.();
  const values = 'run' in opCase ? opCase.inputs.map((input) => backend.fromTensor(input)) : upload(opCase, backend);
  const results = 'run' in opCase ? (opCase.run(values) as EagerValue[]) : invoke(opCase, values);
  await check(results, 'run' in opCase ? { outputs: opCase.outputs } : opCase, epsilon);
  for (const value of [...values, ...results]) value.dispose();
  const after = liveTensors?.();
  if (before !== after) throw new Error(`expected ${before} live tensors afterwards, got ${after}`);
}

/**
 * Declares a test for each call of `keras.ops` that real Keras answered.
 *
 * @param api Of the test framework.
 * @param label Names the backend.
 * @param makeBackend Makes it.
 */
export function runKerasCases(api: TestApi, label: string, makeBackend: () => Promise<EagerBackend>, { liveTensors, epsilon = EPSILON }: RunOptions = {}): void {
  api.describe(`keras.ops on ${label}`, () => {
    let backend: EagerBackend | undefined;
    api.beforeAll(async () => {
      backend = await makeBackend();
    });
    for (const kerasCase of kerasCases) {
      api.it(kerasCase.id, async () => {
        const ready = backend as EagerBackend;
        await withBackend(ready, async () => {
          const before = liveTensors?.();
          const values = kerasCase.inputs.map((input) => ready.fromTensor(input));
          const results = invokeKeras(kerasCase, values);
          await check(results, kerasCase, epsilon);
          for (const value of new Set([...values, ...results])) value.dispose();
          const after = liveTensors?.();
          if (before !== after) throw new Error(`expected ${before} live tensors afterwards, got ${after}`);
        });
      });
    }
  });
}

/**
 * Declares a test for each case of the table, and one that every primitive was among them.
 *
 * @param api Of the test framework.
 * @param label Names the backend.
 * @param makeBackend Makes it.
 */
export function runOpCases(api: TestApi, label: string, makeBackend: () => Promise<EagerBackend>, options: RunOptions = {}): void {
  api.describe(`op cases on ${label}`, () => {
    const ran = new Map<string, number>();
    let backend: EagerBackend | undefined;
    api.beforeAll(async () => {
      backend = await makeBackend();
    });
    const declare = (opCase: OpCase | ScanCase, primitive: string | undefined): void => {
      api.it(opCase.id, async () => {
        const ready = backend as EagerBackend;
        await withBackend(ready, () => runCase(ready, opCase, options));
        if (primitive !== undefined) ran.set(primitive, (ran.get(primitive) ?? 0) + 1);
      });
    };
    const isMatter = ({ inputs, outputs }: OpCase): boolean => options.numbersOnly !== true || [...inputs, ...outputs].every(({ dtype }) => dtype !== 'string');
    for (const opCase of opCases.filter(isMatter)) declare(opCase, isPrimitiveCase(opCase) ? opCase.primitive : undefined);
    for (const scanCase of scanCases) declare(scanCase, 'scan');
    api.it('ran at least three cases of every primitive', async () => {
      // What the host computes is no matter of a backend.
      const missing = Object.keys(primitives).filter((name) => name !== 'host' && (ran.get(name) ?? 0) < 3);
      if (missing.length > 0) throw new Error(`fewer than three cases passed of ${missing.join(', ')}`);
    });
  });
}
