import { describe, expect, it } from 'vitest';
import { FunctionGraph } from '../function-graph.js';
import { Operation } from '../operation.js';
import { placeholder } from '../placeholder.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import type { TensorSpec } from '../value.js';
import { toDot } from './dot.js';
import type { DrawingOptions } from './drawing.js';
import { toMermaid } from './mermaid.js';
import { graphToText } from './text.js';

const SPEC: TensorSpec = { shape: [null, 4], dtype: 'float32' };

class Step extends Operation {
  readonly inner: FunctionGraph | undefined;

  constructor(name: string, inner?: FunctionGraph) {
    super(name);
    this.inner = inner;
  }

  override computeOutputSpec(): unknown {
    return this.inner === undefined ? SPEC : this.inner.outputs.map(() => SPEC);
  }

  override run(args: readonly unknown[]): unknown {
    return args[0];
  }

  call(...inputs: readonly SymbolicTensor[]): SymbolicTensor {
    return this.symbolicCall(inputs) as SymbolicTensor;
  }

  callForAll(...inputs: readonly SymbolicTensor[]): SymbolicTensor[] {
    return this.symbolicCall(inputs) as SymbolicTensor[];
  }
}

const chain = (): FunctionGraph => {
  const x = placeholder(SPEC, 'x');
  return FunctionGraph.trace(x, new Step('b').call(new Step('a').call(x)));
};

/** Two inputs and two outputs: the first output comes from the second input. */
function crossed(): FunctionGraph {
  const [first, second] = [placeholder(SPEC, 'first'), placeholder(SPEC, 'second')];
  return FunctionGraph.trace([first, second], [new Step('of_second').call(second), new Step('of_first').call(first)]);
}

const opened: DrawingOptions = { innerGraph: (operation) => (operation instanceof Step ? operation.inner : undefined) };

describe('graphs as text', () => {
  it('G8 gives a line for each node: name, class, what it takes, what it puts out', () => {
    const shared = new Step('shared');
    const x = placeholder({ shape: [2], dtype: 'int32' }, 'x');
    expect(graphToText(FunctionGraph.trace(x, shared.call(shared.call(x), x)))).toBe(
      [
        'x = Placeholder() : int32 (2)',
        'shared = Step(x) : float32 (null, 4)',
        'shared = Step(shared, x), call 1 : float32 (null, 4)',
      ].join('\n'),
    );
  });

  it('G8 spells out control characters of a name, so that a line stays a line', () => {
    const x = placeholder(SPEC, 'a\nb\u001b[31m');
    expect(graphToText(FunctionGraph.trace(x, x))).toBe('a\\x0ab\\x1b[31m = Placeholder() : float32 (null, 4)');
  });
});

describe('graphs in DOT', () => {
  it('G8 draws a box for each operation and an arrow with the shape for each edge', () => {
    expect(toDot(chain()).split('\n')).toEqual([
      'digraph model {',
      '  rankdir=TB;',
      '  node [shape=box, fontname="Helvetica"];',
      '  n0 [label="x\\nPlaceholder", shape=oval];',
      '  n1 [label="a\\nStep"];',
      '  n2 [label="b\\nStep", shape=oval];',
      '  n0 -> n1 [label="(null, 4)"];',
      '  n1 -> n2 [label="(null, 4)"];',
      '}',
    ]);
  });

  it('G8 says that an operation is shared and how it is marked', () => {
    const x = placeholder(SPEC, 'x');
    const shared = new Step('shared');
    const graph = FunctionGraph.trace(x, new Step('last').call(shared.call(shared.call(x))));
    const dot = toDot(graph, { mark: (operation) => (operation === shared ? { word: 'frozen', color: '#ddd' } : undefined) });
    expect(dot).toContain('n1 [label="shared\\nStep\\nshared, 2 calls\\nfrozen", style=filled, fillcolor="#dddddd"];');
    expect(dot).toContain('n1 -> n1 ');
  });

  it('G8 draws the graph inside an operation as a cluster, its arrows at the inputs and outputs that they belong to', () => {
    const [x, y] = [placeholder(SPEC, 'x'), placeholder(SPEC, 'y')];
    const outer = new Step('outer', crossed());
    const [one, two] = outer.callForAll(x, y);
    const dot = toDot(FunctionGraph.trace([x, y], [new Step('on_one').call(one as SymbolicTensor), new Step('on_two').call(two as SymbolicTensor)]), opened);
    const idOf = (name: string): string => new RegExp(`(n[\\d_]+) \\[label="${name}\\\\n`).exec(dot)?.[1] ?? '';
    expect(dot).toMatch(/subgraph "cluster_n\d" \{\n {4}label="outer\\nStep";/);
    expect(dot).toContain(`${idOf('x')} -> ${idOf('first')} `);
    expect(dot).toContain(`${idOf('y')} -> ${idOf('second')} `);
    expect(dot).toContain(`${idOf('of_second')} -> ${idOf('on_one')} `);
    expect(dot).toContain(`${idOf('of_first')} -> ${idOf('on_two')} `);
    expect(idOf('first')).toMatch(/^n\d_\d$/);
  });

  it('G8 follows nested graphs to any depth, and an input that a nested graph hands through', () => {
    const inner = placeholder(SPEC, 'inner');
    const middle = placeholder(SPEC, 'middle');
    const [handed] = new Step('pass', FunctionGraph.trace(inner, [inner])).callForAll(middle);
    const x = placeholder(SPEC, 'x');
    const [end] = new Step('deep', FunctionGraph.trace(middle, [handed])).callForAll(x);
    const dot = toDot(FunctionGraph.trace(x, new Step('last').call(end as SymbolicTensor)), opened);
    expect(dot).toContain('subgraph "cluster_n1_1" {');
    expect(dot).toContain('n1_0 -> n1_1_0 ');
    expect(dot).toContain('n1_1_0 -> n2 ');
  });

  it('G8 does not open a graph inside itself', () => {
    const graph = chain();
    expect(toDot(graph, { innerGraph: () => graph })).toBe(toDot(graph));
  });

  it('G8 lets no name break out of its quotes', () => {
    const x = placeholder(SPEC, '"]; evil [label="\\N\n<b>&lt;');
    expect(toDot(FunctionGraph.trace(x, x))).toContain('n0 [label="\\"]; evil [label=\\"\\\\N\\\\x0a<b>&amp;lt;\\nPlaceholder", shape=oval];');
  });
});

describe('graphs in Mermaid', () => {
  it('G8 draws a box for each operation and an arrow with the shape for each edge', () => {
    expect(toMermaid(chain()).split('\n')).toEqual([
      'flowchart TB',
      '  n0(["x<br/>Placeholder"])',
      '  n1["a<br/>Step"]',
      '  n2(["b<br/>Step"])',
      '  n0 -->|"(null, 4)"| n1',
      '  n1 -->|"(null, 4)"| n2',
    ]);
  });

  it('G8 draws the graph inside an operation as a subgraph, marks included', () => {
    const x = placeholder(SPEC, 'x');
    const [end] = new Step('outer', FunctionGraph.trace(x, [new Step('a').call(x)])).callForAll(x);
    const mermaid = toMermaid(FunctionGraph.trace(x, [end]), {
      ...opened,
      mark: (operation) => (operation.typeName === 'Step' ? { word: 'frozen', color: 'rgb(1, 2, 3); x' } : undefined),
    });
    expect(mermaid.split('\n').slice(2)).toEqual([
      '  subgraph n1["outer<br/>Step<br/>frozen"]',
      '    n1_0(["x<br/>Placeholder"])',
      '    n1_1(["a<br/>Step<br/>frozen"])',
      '    style n1_1 fill:rgb(1\\, 2\\, 3) x',
      '    n1_0 -->|"(null, 4)"| n1_1',
      '  end',
      '  style n1 fill:rgb(1\\, 2\\, 3) x',
      '  n0 -->|"(null, 4)"| n1_0',
    ]);
  });

  it('G8 lets no name break out of its quotes or start a directive', () => {
    const x = placeholder(SPEC, '"]\n%%{init: 1}%% `md` <script>#quot;&');
    expect(toMermaid(FunctionGraph.trace(x, x)).split('\n')[1]).toBe(
      '  n0(["#quot;]#92;x0a#37;#37;{init: 1}#37;#37; #96;md#96; #lt;script#gt;#35;quot;#amp;<br/>Placeholder"])',
    );
  });
});
