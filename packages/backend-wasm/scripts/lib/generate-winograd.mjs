// @ts-check
/**
 * Winograd's transforms along one dimension, written out: `assembly/generated/winograd.ts`, and how much they may lose:
 * `src/generated/winograd.ts`.
 */
import { join } from 'node:path';
import { toomCook, TRANSFORMS } from './toom-cook.mjs';
import { writeFile } from './write-file.mjs';

/** A sum of multiples. @param {readonly (readonly [string, number])[]} terms */
function sum(terms) {
  const live = terms.filter(([, factor]) => factor !== 0);
  if (live.length === 0) return 'f32x4.splat(0)';
  return live.slice(1).reduce((/** @type {string} */ text, [name, factor]) => {
    if (factor === 1) return `f32x4.add(${text}, ${name})`;
    if (factor === -1) return `f32x4.sub(${text}, ${name})`;
    return `multiplyAdd(${name}, f32x4.splat(${factor}), ${text})`;
  }, live[0]?.[1] === 1 ? live[0][0] : `f32x4.mul(${live[0]?.[0]}, f32x4.splat(${live[0]?.[1]}))`);
}

/**
 * Lines that compute rows of a matrix times a vector. Two rows that differ in signs only are a sum and a difference of their halves.
 *
 * @param {readonly (readonly number[])[]} rows @param {(i: number) => string} source @param {(i: number, value: string) => string} put
 */
function product(rows, source, put) {
  /** @type {string[]} */
  const lines = [];
  const done = new Set();
  rows.forEach((row, i) => {
    if (done.has(i)) return;
    const terms = row.map((factor, k) => /** @type {const} */ ([source(k), factor]));
    const twin = rows.findIndex((other, j) => j > i && !done.has(j) && other.every((factor, k) => Math.abs(factor) === Math.abs(row[k] ?? 0)) && other.some((factor, k) => factor !== row[k]));
    if (twin === -1) {
      lines.push(put(i, sum(terms)));
      return;
    }
    done.add(twin);
    const same = terms.map(([name, factor], k) => /** @type {const} */ ([name, rows[twin]?.[k] === factor ? factor : 0]));
    const turned = terms.map(([name, factor], k) => /** @type {const} */ ([name, rows[twin]?.[k] === factor ? 0 : factor]));
    lines.push(`const e${i} = ${sum(same)};`, `const o${i} = ${sum(turned)};`, put(i, `f32x4.add(e${i}, o${i})`), put(twin, `f32x4.sub(e${i}, o${i})`));
  });
  return lines;
}

/** Transposed A with the points in pairs: sums and differences of the products of a and -a. @param {ReturnType<typeof toomCook>} matrices @param {readonly number[]} points */
function outputLines({ output, size }, points) {
  const pairs = points.flatMap((a, j) => (a > 0 ? [{ a, j, twin: points.indexOf(-a) }] : []));
  const zero = points.indexOf(0);
  return [
    ...pairs.flatMap(({ j, twin }) => [`const s${j} = f32x4.add(x${j}, x${twin});`, `const d${j} = f32x4.sub(x${j}, x${twin});`]),
    ...output.map((row, i) => {
      const terms = [
        ...(i === 0 ? [/** @type {[string, number]} */ ([`x${zero}`, 1])] : []),
        ...pairs.map(({ a, j }) => /** @type {[string, number]} */ ([`${i % 2 === 0 ? 's' : 'd'}${j}`, a ** i])),
        ...(row[size - 1] === 1 ? [/** @type {[string, number]} */ ([`x${size - 1}`, 1])] : []),
      ];
      return `v128.store(to${i === 0 ? '' : ` + stride${i === 1 ? '' : ` * ${i}`}`}, ${sum(terms)});`;
    }),
  ];
}

/** @param {(typeof TRANSFORMS)[number]} transform */
function source({ name, outputs, taps, points }) {
  const matrices = toomCook(outputs, taps, points);
  const { size, input, filter } = matrices;
  const at = (/** @type {number} */ i) => `to${i === 0 ? '' : ` + stride${i === 1 ? '' : ` * ${i}`}`}`;
  return `/** Of F(${name.replace('x', ', ')}): ${size} numbers of the input, one vector each; the pointers to them follow each other every \`step\` bytes. */
// @ts-ignore: decorator
@inline
export function inputBy${name}(pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
${Array.from({ length: size }, (_, i) => `  const x${i} = v128.load(load<usize>(pointers${i === 0 ? '' : ` + step${i === 1 ? '' : ` * ${i}`}`}) + shift);`).join('\n')}
  ${product(input, (i) => `x${i}`, (i, value) => `v128.store(${at(i)}, ${value});`).join('\n  ')}
}

/** The same of numbers that lie every \`fromStride\` bytes. */
// @ts-ignore: decorator
@inline
export function transformBy${name}(from: usize, fromStride: usize, to: usize, stride: usize): void {
${Array.from({ length: size }, (_, i) => `  const x${i} = v128.load(from${i === 0 ? '' : ` + fromStride${i === 1 ? '' : ` * ${i}`}`});`).join('\n')}
  ${product(input, (i) => `x${i}`, (i, value) => `v128.store(${at(i)}, ${value});`).join('\n  ')}
}

/** Of F(${name.replace('x', ', ')}): ${outputs} numbers of the output from ${size} products that lie every \`fromStride\` bytes. */
// @ts-ignore: decorator
@inline
export function outputBy${name}(from: usize, fromStride: usize, to: usize, stride: usize): void {
${Array.from({ length: size }, (_, i) => `  const x${i} = v128.load(from${i === 0 ? '' : ` + fromStride${i === 1 ? '' : ` * ${i}`}`});`).join('\n')}
  ${outputLines(matrices, points).join('\n  ')}
}

/** Of F(${name.replace('x', ', ')}): the numbers by which the \`i\`-th of ${size} products of the filter is made of its ${taps} taps. */
export function filterBy${name}(i: i32, tap: i32): f64 {
  switch (i * ${taps} + tap) {
${filter.flatMap((row, i) => row.map((value, k) => (value === 0 ? '' : `    case ${i * taps + k}: return ${value};\n`))).join('')}    default: return 0;
  }
}
`;
}

/**
 * How much larger errors get than those of a plain sum. Each product carries an error in proportion to the sizes of what it is made
 * of, the norms of its rows of B and G, and goes into an output by its number of A; errors are independent, so that their squares add up.
 *
 * @param {(typeof TRANSFORMS)[number]} transform
 */
function amplification({ outputs, taps, points }) {
  const { input, filter, output } = toomCook(outputs, taps, points);
  const norm = (/** @type {readonly number[]} */ row) => Math.hypot(...row);
  return Math.max(...output.map((row) => norm(row.map((value, j) => value * norm(input[j] ?? []) * norm(filter[j] ?? []))))) / Math.sqrt(taps);
}

/** @param {string} root Of the package. @param {{ check: boolean }} options */
export function writeWinograd(root, { check }) {
  const text = ['// Written by scripts/build-wasm.mjs.', `import { multiplyAdd } from '../gemm/panel';`, '', ...TRANSFORMS.map(source)].join('\n');
  writeFile(root, join('assembly', 'generated', 'winograd.ts'), text, check);
  const table = [
    '// Written by scripts/build-wasm.mjs.',
    '',
    '/** Transforms F(outputs, taps): products that they take, and how much larger than those of a plain sum their errors may get. */',
    'export const TRANSFORMS = {',
    ...TRANSFORMS.map((transform) => `  '${transform.name}': { outputs: ${transform.outputs}, taps: ${transform.taps}, size: ${transform.outputs + transform.taps - 1}, amplification: ${amplification(transform).toPrecision(4)} },`),
    '} as const;',
    '',
  ].join('\n');
  writeFile(root, join('src', 'generated', 'winograd.ts'), table, check);
}
