import { describe, expect, it } from 'vitest';
import { kerasCases, kerasFunctions, kerasNames } from './keras-cases.js';

const known = kerasNames.filter(({ name }) => kerasFunctions.has(name));
const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

/** Not the collective names that Python has for arguments by any name. */
const isArgument = (name: string): boolean => name !== 'kwargs' && name !== 'axes_lengths' && name !== '**';

describe('functions of keras.ops', () => {
  it('are at least 220 of the 341', () => {
    expect(kerasNames).toHaveLength(341);
    expect(known.length).toBeGreaterThanOrEqual(220);
    expect([...kerasFunctions.keys()].filter((name) => !names(kerasNames).includes(name)), 'named by a function, and not in keras.ops').toEqual(['resize']);
  });

  it('have at least two answers of real Keras each', () => {
    const counts = new Map<string, number>();
    for (const { name } of kerasCases) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect(names(known).filter((name) => (counts.get(name) ?? 0) < 2)).toEqual([]);
  });

  it.each(known.map((row) => [row.name, row] as const))('%s says how Keras calls it', (name, { parameters = [], module, class: className, settings = [], call = [] }) => {
    const { signature } = kerasFunctions.get(name) ?? { signature: undefined };
    const own = (signature?.parameters ?? []).filter((parameter) => isArgument(parameter.name));
    // A second name of a function, under which it is read and never written, may lack arguments of the first.
    const isSecond = signature?.names[0] !== name;
    const among = (list: readonly { readonly name: string }[], theirs: readonly string[]): string[] => names(list).filter((item) => !isSecond || theirs.includes(item));
    // The function takes this one among its `**kwargs`.
    const inFunction = own.filter((parameter) => parameter.name !== 'rms_scaling');
    expect(among(inFunction, parameters).sort(), 'arguments').toEqual(parameters.filter(isArgument).sort());
    // What makes a tensor out of nothing is no node of a graph.
    if (className === undefined) return;
    expect(signature?.module).toBe(module);
    expect(signature?.classNames[signature.names.indexOf(name)]).toBe(className);
    const [inSettings, inCall] = [own.filter(({ isSetting }) => isSetting), own.filter(({ isSetting }) => !isSetting)];
    expect(among(inSettings, settings).sort(), 'settings of the operation').toEqual(settings.filter(isArgument).sort());
    expect(among(inCall, call), 'arguments of its calls').toEqual(call.filter(isArgument));
  });
});
