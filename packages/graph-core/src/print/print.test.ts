import { describe, expect, it } from 'vitest';
import { FunctionGraph } from '../function-graph.js';
import * as ops from '../ops/index.js';
import { resetNames } from '../names.js';
import { placeholder } from '../placeholder.js';
import { toDot } from './dot.js';
import { toMermaid } from './mermaid.js';
import { printTable } from './table.js';
import { graphToText } from './text.js';

function example(): FunctionGraph {
  resetNames();
  const x = placeholder({ shape: [null, 4], dtype: 'float32' }, 'the "input"');
  return FunctionGraph.trace(x, ops.relu(ops.add(x, 1)));
}

describe('G8 The graph can be looked at', () => {
  it('G8 as text, a line for each node', () => {
    expect(graphToText(example())).toBe(
      ['the "input" = Placeholder() : float32 (null, 4)', 'add = ops.add(the "input") : float32 (null, 4)', 'relu = ops.relu(add) : float32 (null, 4)'].join('\n'),
    );
  });

  it('G8 as DOT, quotes escaped, shapes on the arrows', () => {
    expect(toDot(example())).toBe(
      [
        'digraph model {',
        '  rankdir=TB;',
        '  node [shape=box, fontname="Helvetica"];',
        '  n0 [label="the \\"input\\"\\nPlaceholder", shape=oval];',
        '  n1 [label="add\\nops.add"];',
        '  n2 [label="relu\\nops.relu", shape=oval];',
        '  n0 -> n1 [label="(null, 4)"];',
        '  n1 -> n2 [label="(null, 4)"];',
        '}',
      ].join('\n'),
    );
  });

  it('G8 as Mermaid, quotes as entities', () => {
    expect(toMermaid(example())).toBe(
      [
        'flowchart TB',
        '  n0(["the #quot;input#quot;<br/>Placeholder"])',
        '  n1["add<br/>ops.add"]',
        '  n2(["relu<br/>ops.relu"])',
        '  n0 -->|"(null, 4)"| n1',
        '  n1 -->|"(null, 4)"| n2',
      ].join('\n'),
    );
  });

  it('G8 with marks, and graphs inside as boxes of their own', () => {
    const inner = example();
    const x = placeholder({ shape: [2], dtype: 'float32' }, 'x');
    const outer = FunctionGraph.trace(x, ops.relu(ops.tanh(x)));
    const options = {
      innerGraph: (operation: { readonly typeName: string }) => (operation.typeName === 'ops.tanh' ? inner : undefined),
      mark: (operation: { readonly typeName: string }) => (operation.typeName === 'ops.relu' ? { word: 'frozen', color: '#ddd' } : undefined),
    };
    const dot = toDot(outer, options);
    expect(dot).toContain('subgraph "cluster_n1" {');
    expect(dot).toContain('n0 -> n1_0 [label="(2)"];');
    expect(dot).toContain('n1_2 -> n2 [label="(2)"];');
    expect(dot).toMatch(/frozen", shape=oval, style=filled, fillcolor="#ddd"/);
    const mermaid = toMermaid(outer, options);
    expect(mermaid).toContain('subgraph n1["tanh<br/>ops.tanh"]');
    expect(mermaid).toContain('style n2 fill:#ddd');
  });

  it('G8 tables lean numbers to the right', () => {
    expect(printTable([['a', '1'], ['long', '1,000']], ['Name', { header: 'Count', align: 'right' }])).toBe(
      ['Name  Count', '────  ─────', 'a         1', 'long  1,000'].join('\n'),
    );
  });
});
