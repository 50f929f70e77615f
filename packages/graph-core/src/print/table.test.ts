import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth, wrapText } from './cell-width.js';
import { printTable } from './table.js';

describe('printTable', () => {
  it('G8 aligns columns under a rule; numbers lean to the right', () => {
    expect(printTable([['dense', 12, 'x'], ['a', 1234567]], ['Layer', 'Parameters', 'Note']).split('\n')).toEqual([
      'Layer  Parameters  Note',
      '─────  ──────────  ────',
      'dense          12  x',
      'a       1,234,567',
    ]);
  });

  it('G8 leans text to the right where the column says so', () => {
    expect(printTable([['a', '1'], ['long', '1,000']], ['Name', { header: 'Count', align: 'right' }])).toBe(
      ['Name  Count', '────  ─────', 'a         1', 'long  1,000'].join('\n'),
    );
  });

  it('G8 draws a box', () => {
    expect(printTable([['a', 1]], ['Name', 'n'], { style: 'box' }).split('\n')).toEqual([
      '┌──────┬───┐',
      '│ Name │ n │',
      '├──────┼───┤',
      '│ a    │ 1 │',
      '└──────┴───┘',
    ]);
  });

  it('G8 wraps the widest cells where the terminal is narrow, and loses nothing', () => {
    const table = printTable([['mixed_1/branch_3x3/conv2d', '(null, 35, 35, 64)']], ['Layer', 'Output'], { maxWidth: 34 });
    expect(table.split('\n')).toEqual([
      'Layer             Output',
      '────────────────  ────────────────',
      'mixed_1/branch_   (null, 35, 35,',
      '3x3/conv2d        64)',
    ]);
  });

  it('G8 spells out control characters', () => {
    expect(printTable([['\u001b[2J']], ['A'])).toContain('\\x1b[2J');
  });

  it('G8 counts wide characters as two cells and accents as none', () => {
    expect(textWidth('猫 e\u0301')).toBe(4);
    expect(printTable([['猫', 'x'], ['cat', 'y']], ['A', 'B']).split('\n').slice(2)).toEqual(['猫   x', 'cat  y']);
  });

  it('G8 prints a table without rows', () => {
    expect(printTable([], ['A', 'Long'])).toBe('A  Long\n─  ────');
  });

  it('G8 wraps any text into lines that fit and hold every character but spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab ,/_猫') }), fc.integer({ min: 2, max: 12 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.every((line) => textWidth(line) <= width)).toBe(true);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
