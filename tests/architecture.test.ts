import { describe, expect, it } from 'vitest';
import { arrows, violation } from '../scripts/lib/architecture.mjs';

const from = (name: string) => ({ workspace: `packages/${name}`, file: `packages/${name}/src/a.ts` });

describe('the architecture check', () => {
  it('lets drawn arrows pass', () => {
    expect(violation({ ...from('layers'), specifier: '@kedge/graph-core', kind: 'static' })).toBeUndefined();
    expect(violation({ ...from('runtime'), specifier: '@kedge/converter', kind: 'dynamic' })).toBeUndefined();
    expect(violation({ ...from('runtime'), specifier: '@kedge/converter', kind: 'type' })).toBeUndefined();
    expect(violation({ ...from('layers'), specifier: '../src/b.js', kind: 'static' })).toBeUndefined();
  });

  it('refuses an arrow that is not drawn', () => {
    expect(violation({ ...from('graph-core'), specifier: '@kedge/layers', kind: 'static' })).toContain('does not draw');
    expect(violation({ ...from('compiler'), specifier: '@kedge/layers', kind: 'type' })).toContain('does not draw');
  });

  it('refuses a static import where only a dynamic one may be', () => {
    expect(violation({ ...from('runtime'), specifier: '@kedge/converter', kind: 'static' })).toContain('use import()');
  });

  it('refuses a path past a public entry, by name and by folder', () => {
    expect(violation({ ...from('layers'), specifier: '@kedge/graph-core/src/ops/binary.js', kind: 'static' })).toContain('public entry');
    expect(violation({ ...from('layers'), specifier: '../../graph-core/src/index.js', kind: 'static' })).toContain('reaches out');
  });

  it('draws no cycle', () => {
    const reach = (name: string, seen: readonly string[]): void => {
      expect(seen, `${[...seen, name].join(' -> ')}`).not.toContain(name);
      for (const next of arrows[name]?.imports ?? []) reach(next, [...seen, name]);
    };
    for (const name of Object.keys(arrows)) reach(name, []);
  });
});
