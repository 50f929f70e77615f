// @ts-check
/**
 * Which package may import which: the arrows of docs/architecture.md as data. `dynamic` ones only by `import()`, so that who
 * does not use them does not load them.
 *
 * @type {Readonly<Record<string, { imports: readonly string[], dynamic?: readonly string[] }>>}
 */
export const arrows = {
  'graph-core': { imports: [] },
  layers: { imports: ['graph-core'], dynamic: ['backend-tfjs', 'backend-wasm'] },
  applications: { imports: ['layers', 'graph-core'] },
  compiler: { imports: ['graph-core'] },
  converter: { imports: ['layers', 'graph-core', 'compiler'] },
  'backend-tfjs': { imports: ['graph-core', 'compiler'] },
  'backend-wasm': { imports: ['graph-core', 'compiler'] },
  runtime: { imports: ['graph-core', 'compiler'], dynamic: ['layers', 'converter', 'backend-tfjs', 'backend-wasm'] },
  vision: { imports: ['graph-core'] },
  'cli-kit': { imports: ['graph-core'] },
  'op-cases': { imports: ['graph-core'] },
};

/** Published entry points below a package's name. */
const subpaths = /^@kedge\/(applications\/(?:[a-z-]+-labels|load-application)|graph-core\/(?:keras-calls|ops)|layers\/engine)$/;

/**
 * What is wrong with one import, or `undefined`.
 *
 * @param {{ workspace: string, file: string, specifier: string, kind: 'static' | 'type' | 'dynamic' }} given
 *   `workspace` as `packages/NAME` or `apps/NAME`; `file` from the repository's root.
 * @returns {string | undefined}
 */
export function violation({ workspace, file, specifier, kind }) {
  if (specifier.startsWith('.')) return escapes(workspace, file, specifier) ? `reaches out of ${workspace} by a path` : undefined;
  const target = /^@kedge\/([^/]+)(\/.+)?$/.exec(specifier);
  if (target === null) return undefined;
  const [, name = '', below] = target;
  if (below !== undefined && !subpaths.test(specifier)) return `goes past the public entry of @kedge/${name}`;
  const self = /^packages\/(.+)$/.exec(workspace)?.[1];
  if (self === undefined || isTest(file)) return undefined;
  const allowed = arrows[self];
  if (allowed === undefined) return `is in a package without an entry in scripts/lib/architecture.mjs`;
  if (allowed.imports.includes(name)) return undefined;
  if (allowed.dynamic?.includes(name) === true) {
    // A type leaves nothing behind in the bundle.
    return kind === 'static' ? `loads @kedge/${name} at once; use import() so that who does not need it does not load it` : undefined;
  }
  return `is an arrow from ${self} to ${name}, which docs/architecture.md does not draw`;
}

/** @param {string} file */
function isTest(file) {
  return /\.test\.ts$|\/test\//.test(file);
}

/**
 * @param {string} workspace
 * @param {string} file
 * @param {string} specifier
 */
function escapes(workspace, file, specifier) {
  if (file.endsWith('vitest.config.ts')) return false;
  const steps = file.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  const target = `${steps.join('/')}/`;
  // Tests may use what is made for all of them: the scripts that get a real model, and the fixtures.
  if (isTest(file) && /^(scripts|fixtures)\//.test(target)) return false;
  return !target.startsWith(`${workspace}/`);
}
