import { describe, expect, it } from 'vitest';
import { movesElements, NumberedStrings } from './numbered-strings.js';

describe('NumberedStrings', () => {
  it('G26 gives each string one number, and the empty one 0, so that a pad with zeros is a pad with empty strings', () => {
    const strings = new NumberedStrings();
    const [first, second] = [strings.numbersOf(['a', '', 'b', 'a']), strings.numbersOf(['b', 'ü'])];
    expect([...first, ...second]).toEqual([1, 0, 2, 1, 2, 3]);
    expect(strings.textsOf([3, 0, ...first])).toEqual(['ü', '', 'a', '', 'b', 'a']);
  });

  it('G26 stands in for strings where elements are moved or compared, and nowhere else', () => {
    expect(['reshape', 'equal', 'where'].map((name) => movesElements(name as 'reshape'))).toEqual([true, true, true]);
    expect(['add', 'sum', 'less', 'scan'].map((name) => movesElements(name as 'add'))).toEqual([false, false, false, false]);
  });
});
