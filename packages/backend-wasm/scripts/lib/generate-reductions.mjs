// @ts-check
/**
 * Kernels that take many elements together: `assembly/kernels/generated-reductions.ts`.
 *
 * An input is looked at as `[outer, count, inner]`, and `count` is what goes.
 */
import { join } from 'node:path';
import { writeFile } from './write-file.mjs';

/** Of floats: where sums begin, what is done with four at once, with two, and at the end. */
const FLOATS = {
  sum: { start: '0', vector: 'f32x4.add(s, x)', scalar: 's + x', finish: 's' },
  mean: { start: '0', vector: 'f32x4.add(s, x)', scalar: 's + x', finish: 's / <f32>count' },
  max: { start: '-Infinity', vector: 'f32x4.max(s, x)', scalar: 'max<f32>(s, x)', finish: 's' },
  min: { start: 'Infinity', vector: 'f32x4.min(s, x)', scalar: 'min<f32>(s, x)', finish: 's' },
  prod: { start: '1', vector: 'f32x4.mul(s, x)', scalar: 's * x', finish: 's' },
};

/** Of integers and bytes. */
const INTEGERS = {
  sum_i: ['i32', '0', 's + x'],
  max_i: ['i32', 'i32.MIN_VALUE', 'max<i32>(s, x)'],
  min_i: ['i32', 'i32.MAX_VALUE', 'min<i32>(s, x)'],
  prod_i: ['i32', '1', 's * x'],
  sum_u: ['u8', '0', 's + x'],
  max_u: ['u8', '0', 'max<u8>(s, x)'],
  min_u: ['u8', '255', 'min<u8>(s, x)'],
  prod_u: ['u8', '1', 's * x'],
  all_u: ['u8', '1', '<u8>(s != 0 && x != 0)'],
  any_u: ['u8', '0', '<u8>(s != 0 || x != 0)'],
};

const BYTES = /** @type {Readonly<Record<string, number>>} */ ({ i32: 4, u8: 1 });

/** @param {string} name @param {{ start: string, vector: string, scalar: string, finish: string }} op */
const floatSource = (name, { start, vector, scalar, finish }) => `// @ts-ignore: decorator
@inline
function both${name}(s: v128, x: v128): v128 {
  return ${vector};
}

// @ts-ignore: decorator
@inline
function one${name}(s: f32, x: f32): f32 {
  return ${scalar};
}

// @ts-ignore: decorator
@inline
function end${name}(s: f32, count: i32): f32 {
  return ${finish};
}

/** Rows of numbers that follow each other: a task is a row. */
export function ${name}Rows_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  for (let task = begin; task < end; ++task) {
    let from = p.input + ((<usize>task * count) << 2);
    const start = f32x4.splat(${start});
    let s0 = start, s1 = start, s2 = start, s3 = start;
    let left = count;
    for (; left >= 16; left -= 16) {
      s0 = both${name}(s0, v128.load(from));
      s1 = both${name}(s1, v128.load(from, 16));
      s2 = both${name}(s2, v128.load(from, 32));
      s3 = both${name}(s3, v128.load(from, 48));
      from += 64;
    }
    for (; left >= 4; left -= 4) {
      s0 = both${name}(s0, v128.load(from));
      from += 16;
    }
    s0 = both${name}(both${name}(s0, s1), both${name}(s2, s3));
    let s = one${name}(one${name}(f32x4.extract_lane(s0, 0), f32x4.extract_lane(s0, 1)), one${name}(f32x4.extract_lane(s0, 2), f32x4.extract_lane(s0, 3)));
    for (; left > 0; --left) {
      s = one${name}(s, load<f32>(from));
      from += 4;
    }
    store<f32>(p.output + (<usize>task << 2), end${name}(s, count));
  }
}

/** Columns: a task is a group of up to sixteen columns that lie side by side. */
export function ${name}Columns_f(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const count = p.count;
  const inner = p.inner;
  const groups = (inner + 15) / 16;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / groups;
    const first = (task % groups) * 16;
    const columns = min(inner - first, 16);
    for (let c = 0; c < columns; c += 4) {
      let from = p.input + ((<usize>outer * count * inner + first + c) << 2);
      let s = f32x4.splat(${start}), t = s;
      let left = count;
      for (; left >= 2; left -= 2) {
        s = both${name}(s, v128.load(from));
        t = both${name}(t, v128.load(from + stride));
        from += stride << 1;
      }
      if (left > 0) s = both${name}(s, v128.load(from));
      s = both${name}(s, t);
      const to = p.output + ((<usize>outer * inner + first + c) << 2);
      const y = f32x4(end${name}(f32x4.extract_lane(s, 0), count), end${name}(f32x4.extract_lane(s, 1), count), end${name}(f32x4.extract_lane(s, 2), count), end${name}(f32x4.extract_lane(s, 3), count));
      if (columns - c >= 4) v128.store(to, y);
      else storePart(to, y, y, columns - c);
    }
  }
}
`;

/** @param {string} name @param {string} type @param {string} start @param {string} scalar */
const integerSource = (name, type, start, scalar) => `/** A task is an element of the output. */
export function ${name}(p: ReductionParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  for (let task = begin; task < end; ++task) {
    let from = p.input + <usize>((task / inner) * p.count * inner + (task % inner)) * ${BYTES[type]};
    let s: ${type} = ${start};
    for (let i = 0; i < p.count; ++i) {
      const x = load<${type}>(from);
      s = ${scalar};
      from += <usize>inner * ${BYTES[type]};
    }
    store<${type}>(p.output + <usize>task * ${BYTES[type]}, s);
  }
}
`;

/** @param {string} root Of the package. @param {{ check: boolean }} options */
export function writeReductions(root, { check }) {
  const text = [
    '// Written by scripts/build-wasm.mjs.',
    `import { Context } from '../context';`,
    `import { ReductionParams } from '../elementwise';`,
    `import { storePart } from '../gemm/panel';`,
    '',
    ...Object.entries(FLOATS).map(([name, op]) => floatSource(name, op)),
    ...Object.entries(INTEGERS).map(([name, [type = '', start = '', scalar = '']]) => integerSource(name, type, start, scalar)),
  ].join('\n');
  writeFile(root, join('assembly', 'kernels', 'generated-reductions.ts'), text, check);
}
