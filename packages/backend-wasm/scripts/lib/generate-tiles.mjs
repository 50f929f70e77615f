// @ts-check
/**
 * The inner loops of matrix products, written out: `assembly/generated/tiles.ts`.
 *
 * A tile holds its sums in registers, two vectors for each row; how many rows are best depends on the machine and on the compiler
 * of the running engine.
 */
import { join } from 'node:path';
import { writeFile } from './write-file.mjs';

/** Rows of the tiles, and how many steps of the inner dimension a round of the loop takes. */
const TILES = /** @type {const} */ ([
  { rows: 1, unroll: 4 },
  { rows: 2, unroll: 4 },
  { rows: 4, unroll: 4 },
  { rows: 6, unroll: 4 },
  { rows: 8, unroll: 4 },
]);

/** Panels that one row goes through at once: a single row alone has too few sums to keep the arithmetic units busy. */
const WIDE_PANELS = 4;

/** @param {number} n @param {(i: number) => string | readonly string[]} line */
const each = (n, line) => Array.from({ length: n }, (_, i) => line(i)).flat();

/** @param {readonly string[]} lines @param {number} levels */
const indent = (lines, levels) => lines.map((line) => (line === '' ? '' : '  '.repeat(levels) + line));

/** One step of the inner dimension. @param {number} rows @param {number} k */
function step(rows, k) {
  return [
    `w0 = v128.load(w, ${32 * k});`,
    `w1 = v128.load(w, ${32 * k + 16});`,
    ...each(rows, (r) => [`x = v128.load_splat<f32>(a${r}, ${4 * k});`, `c${r}0 = multiplyAdd(x, w0, c${r}0);`, `c${r}1 = multiplyAdd(x, w1, c${r}1);`]),
  ];
}

/** @param {number} rows @param {number} steps */
const advance = (rows, steps) => [...each(rows, (r) => `a${r} += ${4 * steps};`), `w += ${32 * steps};`];

/** @param {{ rows: number, unroll: number }} tile */
function tileSource({ rows, unroll }) {
  return [
    `/** ${rows} rows by the eight columns of a panel. */`,
    `export function tile${rows}x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {`,
    ...indent(
      [
        'const taps = panel.taps;',
        'const depth = panel.depth;',
        ...(rows === 1 ? [] : ['const pointerStride = <usize>taps << 2;']),
        'let w0 = f32x4.splat(0), w1 = w0, x: v128;',
        'if (bias != 0) {',
        '  w0 = v128.load(bias);',
        '  w1 = v128.load(bias, 16);',
        '}',
        ...each(rows, (r) => [`let c${r}0 = w0, c${r}1 = w1;`]),
        'for (let tap = taps; tap > 0; --tap) {',
        ...indent(
          [
            'let p = pointers;',
            ...each(rows, (r) => [`let a${r} = load<usize>(p);`, ...(r < rows - 1 ? ['p += pointerStride;'] : [])]),
            'pointers += 4;',
            'let k = depth;',
            `for (; k >= ${unroll}; k -= ${unroll}) {`,
            ...indent([...each(unroll, (k) => step(rows, k)), ...advance(rows, unroll)], 1),
            '}',
            'for (; k > 0; --k) {',
            ...indent([...step(rows, 0), ...advance(rows, 1)], 1),
            '}',
          ],
          1,
        ),
        '}',
        'if (residual != 0) {',
        ...indent(
          each(rows, (r) => [
            ...(r === 0 ? [] : ['residual += panel.residualStride;']),
            `c${r}0 = f32x4.add(c${r}0, v128.load(residual));`,
            `c${r}1 = f32x4.add(c${r}1, v128.load(residual, 16));`,
          ]),
          1,
        ),
        '}',
        'w0 = f32x4.splat(panel.lower);',
        'w1 = f32x4.splat(panel.upper);',
        'const stride = panel.outputStride;',
        'if (columns == 8) {',
        ...indent(each(rows, (r) => [...(r === 0 ? [] : ['to += stride;']), `v128.store(to, clamped(c${r}0, w0, w1));`, `v128.store(to, clamped(c${r}1, w0, w1), 16);`]), 1),
        '} else {',
        ...indent(each(rows, (r) => [...(r === 0 ? [] : ['to += stride;']), `storePart(to, clamped(c${r}0, w0, w1), clamped(c${r}1, w0, w1), columns);`]), 1),
        '}',
      ],
      1,
    ),
    '}',
  ].join('\n');
}

/** One row by several panels at once. */
function wideSource() {
  const n = WIDE_PANELS;
  return [
    `/** One row by ${n} panels of eight columns, all of them whole. */`,
    'export function tileWide(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize): void {',
    ...indent(
      [
        'const taps = panel.taps;',
        'const depth = panel.depth;',
        'const panelBytes = (<usize>taps * depth) << 5;',
        ...each(n, (i) => [`let w${i} = ${i === 0 ? 'w' : `w${i - 1} + panelBytes`};`]),
        'let x = f32x4.splat(0);',
        ...each(2 * n, (i) => [`let c${i} = x;`]),
        'if (bias != 0) {',
        ...indent(each(2 * n, (i) => `c${i} = v128.load(bias, ${16 * i});`), 1),
        '}',
        'for (let tap = taps; tap > 0; --tap) {',
        ...indent(
          [
            'let a = load<usize>(pointers);',
            'pointers += 4;',
            'for (let k = depth; k > 0; --k) {',
            ...indent(
              [
                'x = v128.load_splat<f32>(a);',
                ...each(2 * n, (i) => `c${i} = multiplyAdd(x, v128.load(w${i >> 1}${i % 2 === 0 ? '' : ', 16'}), c${i});`),
                'a += 4;',
                ...each(n, (i) => `w${i} += 32;`),
              ],
              1,
            ),
            '}',
          ],
          1,
        ),
        '}',
        'if (residual != 0) {',
        ...indent(each(2 * n, (i) => `c${i} = f32x4.add(c${i}, v128.load(residual, ${16 * i}));`), 1),
        '}',
        'const lower = f32x4.splat(panel.lower), upper = f32x4.splat(panel.upper);',
        ...each(2 * n, (i) => `v128.store(to, clamped(c${i}, lower, upper), ${16 * i});`),
      ],
      1,
    ),
    '}',
  ].join('\n');
}

/** @param {string} root Of the package. @param {{ check: boolean }} options */
export function writeTiles(root, { check }) {
  writeFile(root, join('assembly', 'generated', 'tiles.ts'), tilesSource(), check);
}

function tilesSource() {
  return [
    '// Written by scripts/build-wasm.mjs.',
    `import { clamped, multiplyAdd, Panel, storePart } from '../gemm/panel';`,
    '',
    ...TILES.map((tile) => `${tileSource(tile)}\n`),
    `${wideSource()}\n`,
  ].join('\n');
}
