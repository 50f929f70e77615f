import { setEagerBackend, type EagerBackend, type EagerValue, type Tensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../src/config/dialect.js';
import { OpaqueObject, type KerasObject, type ObjectFamily, type SerializedObject } from '../src/config/keras-object.js';
import { constraintFamily } from '../src/constraints/index.js';
import { initializerFamily } from '../src/initializers/index.js';
import { regularizerFamily } from '../src/regularizers/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { readFixture } from './fixtures.js';
import type { GoldenOutput } from './golden-cases.js';
import { goldenTensor, type GoldenArray } from './golden-numbers.js';

interface OfWeight {
  readonly object: SerializedObject;
  readonly weight: GoldenArray;
  readonly output: GoldenOutput;
}

interface Half {
  readonly version: string;
  readonly names: Readonly<Record<'initializers' | 'regularizers' | 'constraints', readonly string[]>>;
  readonly initializers: readonly Omit<OfWeight, 'weight'>[];
  readonly configs: readonly SerializedObject[];
  readonly regularizers: readonly OfWeight[];
  readonly constraints: readonly OfWeight[];
}

const halves = Object.entries(readFixture<Readonly<Record<Dialect, Half>>>('objects.json')) as [Dialect, Half][];

/** Steps between neighbouring float32 numbers of magnitude 1. */
const EPSILON = 2 ** -23;

/** As in goldens.test.ts. */
function expectClose({ data, shape }: Tensor, golden: GoldenOutput): void {
  expect([...shape]).toEqual(golden.shape);
  const expected = (golden.data ?? []).map(Number);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - Number(data[i]))));
  expect(worst).toBeLessThanOrEqual(8 * (golden.error ?? 0) + 16 * EPSILON * Math.max(...expected.map(Math.abs), 1e-3));
}

function revived<T extends KerasObject>(family: ObjectFamily<T>, object: SerializedObject): T {
  const made = family.fromSerialized(object);
  if (made instanceof OpaqueObject) throw new Error(`${object.class_name} is not known.`);
  return made;
}

/** Keys of Keras 3.15 that earlier releases refuse, which are left out while they say nothing. */
const LEFT_OUT = new Set(['input_axes', 'output_axes']);

/** Without what Keras 2 writes beside the class and its config, and tfjs does not know. */
function comparable(object: SerializedObject, dialect: Dialect): unknown {
  const { class_name: className } = object;
  const config = Object.fromEntries(Object.entries(object.config).filter(([key, value]) => !(LEFT_OUT.has(key) && value === null)));
  return dialect === 'keras2' ? { class_name: className, config } : { ...object, config };
}

const ABSTRACT = new Set(['Initializer', 'Regularizer', 'Constraint']);
const FAMILIES = { initializers: initializerFamily, regularizers: regularizerFamily, constraints: constraintFamily } as const;
const kinds = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];

describe.each(halves)('objects of %s', (dialect, half) => {
  it.each(kinds)('%s: every class is known by its name and in snake case', (kind) => {
    for (const name of half.names[kind].filter((one) => !ABSTRACT.has(one))) {
      const snake = name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_').toLowerCase();
      expect(FAMILIES[kind].find(name), name).toBeDefined();
      expect(FAMILIES[kind].find(snake), snake).toBe(FAMILIES[kind].find(name));
    }
  });

  it('are written as that Keras wrote them', () => {
    const all = [
      ...[...half.configs, ...half.initializers.map(({ object }) => object)].map((object) => [initializerFamily, object] as const),
      ...half.regularizers.map(({ object }) => [regularizerFamily, object] as const),
      ...half.constraints.map(({ object }) => [constraintFamily, object] as const),
    ];
    expect(all.length).toBeGreaterThan(30);
    for (const [family, object] of all) {
      const made = revived<KerasObject>(family as unknown as ObjectFamily<KerasObject>, object);
      expect((family as unknown as ObjectFamily<KerasObject>).serialize(made, dialect), JSON.stringify(object)).toEqual(comparable(object, dialect));
    }
  });

  it('initializers that draw nothing give its values', () => {
    for (const { object, output } of half.initializers) expectClose(revived(initializerFamily, object).initialize(output.shape), output);
  });

  describe.each(BACKENDS)('on tfjs-%s', (name) => {
    let backend: EagerBackend;
    beforeAll(async () => {
      backend = await backendFor(name);
      setEagerBackend(backend);
    });

    it.each(['regularizers', 'constraints'] as const)('%s compute what it computes', async (kind) => {
      for (const { object, weight, output } of half[kind]) {
        const value = kind === 'regularizers' ? revived(regularizerFamily, object).call(backend.fromTensor(goldenTensor(weight))) : revived(constraintFamily, object).call(backend.fromTensor(goldenTensor(weight)));
        expectClose(await backend.read(value as EagerValue), output);
      }
    });
  });
});

describe('objects by the names of Keras 1', () => {
  it.each([
    [initializerFamily, ['uniform', 'lecun_uniform', 'normal', 'identity', 'orthogonal', 'zero', 'one', 'glorot_normal', 'glorot_uniform', 'he_normal', 'he_uniform']],
    [regularizerFamily, ['l1', 'l2', 'l1l2']],
    [constraintFamily, ['maxnorm', 'nonneg', 'unitnorm']],
  ] as const)('$kind', (family, names) => {
    expect(names.filter((name) => family.find(name) === undefined)).toEqual([]);
  });
});

describe('objects that cannot be', () => {
  it('are refused with the place', () => {
    expect(() => regularizerFamily.fromSerialized({ class_name: 'L2', config: { l2: -1 } })).toThrow(/L2.*l2/);
    expect(() => regularizerFamily.fromSerialized({ class_name: 'L1', config: { l1: 'much' } })).toThrow(/L1.*l1/);
    expect(() => constraintFamily.fromSerialized({ class_name: 'MaxNorm', config: { axis: 'all' } })).toThrow(/MaxNorm.*axis/);
    expect(() => regularizerFamily.fromSerialized({ class_name: 'OrthogonalRegularizer', config: { mode: 'diagonals' } })).toThrow(/mode/);
  });

  it('L1L2 of Keras 2 takes null for nothing', () => {
    const made = regularizerFamily.fromSerialized({ class_name: 'L1L2', config: { l1: null, l2: 0.5 } });
    expect(made instanceof OpaqueObject ? undefined : made.config).toEqual({ l1: 0, l2: 0.5 });
  });
});
