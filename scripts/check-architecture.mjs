// @ts-check
/**
 * Fails on an import that docs/architecture.md does not allow: an arrow that it does not draw, a path past a package's public
 * entry, or a static import where only a dynamic one may be. Cycles are found by the linter.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'oxc-parser';
import { violation } from './lib/architecture.mjs';
import { root } from './lib/process.mjs';

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    if (['node_modules', 'dist', '.turbo', 'generated'].includes(name)) return [];
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

/** @param {string} path @returns {{ specifier: string, kind: 'static' | 'type' | 'dynamic' }[]} */
function importsOf(path) {
  const text = readFileSync(path, 'utf8');
  const { module } = parseSync(path, text);
  const fixed = module.staticImports.map((item) => ({
    specifier: item.moduleRequest.value,
    kind: /** @type {'static' | 'type'} */ (/^import\s+type\b/.test(text.slice(item.start, item.end)) || (item.entries.length > 0 && item.entries.every((entry) => entry.isType)) ? 'type' : 'static'),
  }));
  const forwarded = module.staticExports.flatMap((item) =>
    item.entries.flatMap((entry) => (entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, kind: /** @type {'static' | 'type'} */ (entry.isType ? 'type' : 'static') }] : [])),
  );
  const late = module.dynamicImports.flatMap((item) => {
    const literal = /^['"`](.+)['"`]$/.exec(text.slice(item.moduleRequest.start, item.moduleRequest.end));
    return literal?.[1] === undefined ? [] : [{ specifier: literal[1], kind: /** @type {const} */ ('dynamic') }];
  });
  return [...fixed, ...forwarded, ...late];
}

const problems = ['packages', 'apps'].flatMap((kind) =>
  readdirSync(join(root, kind)).flatMap((name) => {
    const workspace = `${kind}/${name}`;
    return sources(join(root, workspace)).flatMap((path) => {
      const file = relative(root, path).split(sep).join('/');
      return importsOf(path).flatMap((given) => {
        const problem = violation({ workspace, file, ...given });
        return problem === undefined ? [] : [`${file}: import of '${given.specifier}' ${problem}.`];
      });
    });
  }),
);

for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(`${problems.length} imports break the architecture.`);
  process.exit(1);
}
