import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { variable } from '../test/host-backend.js';
import { tensor } from './tensor.js';
import { collectLeaves, flattenTree, formatPath, hasLeaf, mapTree, zipTree, type Nested } from './tree.js';

const isNumber = (value: unknown): value is number => typeof value === 'number';

class Instance {
  readonly hidden = 1;
}

/** Numbers in arrays and records, beside things that are neither. */
const trees: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.constantFrom(null, undefined, 'word', true), fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(fc.string({ maxLength: 3 }), tie('tree'), { maxKeys: 4 })),
})).tree;

describe('structures', () => {
  it('G10 are flattened in order, records by sorted key, with the path to each leaf', () => {
    const paths: string[] = [];
    collectLeaves({ b: [1, { z: 2, y: [3] }], a: 4, '10': 5, '9': 6 }, isNumber, (leaf, path) => paths.push(`${leaf} ${formatPath('root', path)}`));
    expect(paths).toEqual(['5 root["10"]', '6 root["9"]', '4 root.a', '1 root.b[0]', '3 root.b[1].y[0]', '2 root.b[1].z']);
    expect(flattenTree({ b: [1, { z: 2, y: [3] }], a: 4 }, isNumber)).toEqual([4, 1, 3, 2]);
    expect(formatPath('outputs', [])).toBe('outputs');
    expect(formatPath('outputs', ['dense_1', 'a b', '$x', 'ü'])).toBe('outputs.dense_1["a b"].$x.ü');
  });

  it('G10 instances of classes, plain tensors and functions are single values', () => {
    const plain = tensor([1, 2], [2]);
    const structure = [new Instance(), plain, variable('weight', [1, 2]), Object.create({ inherited: 1 }), new Map([[1, 2]]), Math.max];
    expect(flattenTree(structure, isNumber)).toEqual([]);
    const mapped = mapTree(structure, isNumber, () => 0) as unknown[];
    expect(mapped.every((item, i) => item === structure[i])).toBe(true);
  });

  it('G10 records without a prototype are records', () => {
    const record = Object.assign(Object.create(null) as object, { a: 1 });
    expect(flattenTree(record, isNumber)).toEqual([1]);
    expect(mapTree(record, isNumber, (leaf) => leaf + 1)).toEqual({ a: 2 });
  });

  it('G10 a key called __proto__ is a key', () => {
    const record = JSON.parse('{"__proto__": 1, "a": 2}') as object;
    expect(flattenTree(record, isNumber)).toEqual([1, 2]);
    expect(Object.entries(mapTree(record, isNumber, (leaf) => leaf * 10) as object)).toEqual([['__proto__', 10], ['a', 20]]);
  });

  it('G10 mapping visits in the order of flattening and keeps nesting and the order of keys', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const visited: number[] = [];
        const mapped = mapTree(tree, isNumber, (leaf) => {
          visited.push(leaf);
          return leaf;
        });
        expect(mapped).toEqual(tree);
        expect(JSON.stringify(mapped)).toBe(JSON.stringify(tree));
        expect(visited).toEqual(flattenTree(tree, isNumber));
        expect(hasLeaf(tree, isNumber)).toBe(visited.length > 0);
      }),
    );
  });

  it('G10 zipping meets the same leaves in the same order, and a counterpart for each', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const pairs: unknown[] = [];
        zipTree(tree, mapTree(tree, isNumber, (leaf) => `#${leaf}`), isNumber, (leaf, counterpart) => pairs.push([leaf, counterpart]));
        expect(pairs).toEqual(flattenTree(tree, isNumber).map((leaf) => [leaf, `#${leaf}`]));
      }),
    );
  });

  it.each<[string, Nested<number>, unknown, string]>([
    ['a shorter array', [1, [2, 3]], [1, [2]], 'Expected an array of 2 at result[1], got an array of 1.'],
    ['a longer array', [1], [1, 2], 'Expected an array of 1 at result, got an array of 2.'],
    ['a missing key', { a: { b: 1 } }, { a: {} }, 'Expected a record with b at result.a, got a record with no keys.'],
    ['an array for a record', { a: 1 }, [1], 'Expected a record with a at result, got an array of 1.'],
    ['null', [1], null, 'Expected an array of 1 at result, got null.'],
    ['an instance', [1], new Instance(), 'Expected an array of 1 at result, got a single value.'],
    ['a word', { a: 1 }, 'word', 'Expected a record with a at result, got a string.'],
  ])('G6 zipping refuses %s', (_what, structure, other, message) => {
    expect(() => zipTree(structure, other, isNumber, () => {})).toThrow(message);
  });
});
