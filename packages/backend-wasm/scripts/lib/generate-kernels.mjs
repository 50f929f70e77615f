// @ts-check
/**
 * The table of kernels, read off their sources, so that a kernel and its parameters are described in one place.
 *
 * A kernel is an exported function of `assembly/kernels` of the form `name(p: NameParams, begin: i32, end: i32, context: Context): void`;
 * its parameters are an exported unmanaged class of 32-bit fields.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { writeFile } from './write-file.mjs';

const KERNEL = /^export function (\w+)\((?:p|_p): (\w+), (?:begin|_begin): i32, (?:end|_end): i32, (?:context|_context): Context\): void/gm;
const PARAMS = /^export class (\w+Params) \{([\s\S]*?)^\}/gm;
const FIELD = /^ {2}(\w+): (usize|i32|u32|f32);/gm;

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : entry.name.endsWith('.ts') ? [join(folder, entry.name)] : []))
    .sort();
}

/** @param {string} root */
export function readKernels(root) {
  const kernels = [];
  /** @type {Map<string, { module: string, fields: { field: string, type: string }[] }>} */
  const params = new Map();
  for (const path of [...sources(join(root, 'assembly', 'kernels')), join(root, 'assembly', 'elementwise.ts')]) {
    const text = readFileSync(path, 'utf8');
    const module = relative(join(root, 'assembly'), path).split(sep).join('/').replace(/\.ts$/, '');
    for (const [, name = '', type = ''] of text.matchAll(KERNEL)) kernels.push({ name, params: type, module });
    for (const [, name = '', body = ''] of text.matchAll(PARAMS)) {
      if (params.has(name)) throw new Error(`There are two classes ${name}.`);
      params.set(name, { module, fields: [...body.matchAll(FIELD)].map(([, field = '', type = '']) => ({ field, type })) });
    }
  }
  for (const { name, params: type } of kernels) if (!params.has(type)) throw new Error(`Kernel ${name} takes ${type}, which no file of assembly/kernels exports.`);
  return { kernels, params };
}

/** @param {ReturnType<typeof readKernels>} table */
function dispatchSource({ kernels, params }) {
  const modules = [...new Set(kernels.map(({ module }) => module))];
  const used = [...params].filter(([name]) => kernels.some((kernel) => kernel.params === name));
  const imports = modules.map((module) => {
    const names = kernels.filter((kernel) => kernel.module === module).map(({ name }) => name);
    return `import { ${names.join(', ')} } from '../${module}';`;
  });
  const cases = kernels.map(({ name }, i) => `    case ${i}: ${name}(changetype<${kernels[i]?.params}>(params), begin, end, context); return;`);
  return [
    '// Written by scripts/build-wasm.mjs.',
    `import { Context } from '../context';`,
    ...imports,
    ...used.map(([name, { module }]) => `import { ${name} } from '../${module}';`),
    '',
    '/** Calls a kernel by its number. */',
    'export function call(kernel: i32, params: usize, begin: i32, end: i32, context: Context): void {',
    '  switch (kernel) {',
    ...cases,
    '    default: unreachable();',
    '  }',
    '}',
    '',
  ].join('\n');
}

/** @param {ReturnType<typeof readKernels>} table */
function hostSource({ kernels, params }) {
  const used = [...params.keys()].filter((name) => kernels.some((kernel) => kernel.params === name));
  const letter = { usize: 'pointer', i32: 'int', u32: 'int', f32: 'float' };
  return [
    '// Written by scripts/build-wasm.mjs from the sources of the kernels.',
    '',
    '/** Fields of the parameters of kernels, in the order in which they lie in memory, four bytes each. */',
    'export const PARAMS = {',
    ...used.map((name) => `  ${name}: { ${(params.get(name)?.fields ?? []).map(({ field, type }) => `${field}: '${letter[type]}'`).join(', ')} },`),
    '} as const;',
    '',
    '/** Number and parameters of every kernel. */',
    'export const KERNELS = {',
    ...kernels.map(({ name, params: type }, i) => `  ${name}: { id: ${i}, params: '${type}' },`),
    '} as const;',
    '',
  ].join('\n');
}

/**
 * @param {string} root Of the package.
 * @param {{ check: boolean }} options With `check`, fails when a file is not what it would be.
 */
export function writeGenerated(root, { check }) {
  const table = readKernels(root);
  const files = { [join('assembly', 'generated', 'dispatch.ts')]: dispatchSource(table), [join('src', 'generated', 'kernels.ts')]: hostSource(table) };
  for (const [name, text] of Object.entries(files)) writeFile(root, name, text, check);
}
