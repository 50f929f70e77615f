// @ts-check
/**
 * How long the graph engine takes: `npm run bench:trace`, after a build.
 *
 * A chain of 100,000 operations is built and traced (depth must cost no stack), and InceptionV3 is built and traced. Each figure
 * is the median of several runs; `--json` prints them for programs.
 */
import { inceptionV3 } from '@kedge/applications';
import { FunctionGraph, ops, placeholder, printTable } from '@kedge/graph-core';

const RUNS = 7;
const LENGTH = 100_000;

/**
 * @template T
 * @param {() => T} work
 * @returns {{ ms: number, result: T }}
 */
function timed(work) {
  const started = performance.now();
  const result = work();
  return { ms: performance.now() - started, result };
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function chain() {
  const input = placeholder({ shape: [null, 8], dtype: 'float32' }, 'x');
  let output = /** @type {ReturnType<typeof placeholder>} */ (input);
  for (let i = 0; i < LENGTH; i++) output = /** @type {typeof output} */ (ops.relu(output));
  return { input, output };
}

/** Figures by what is measured, in the order in which it is first measured. */
/** @type {Map<string, { nodes: number, target: number | undefined, ms: number[] }>} */
const figures = new Map();

/**
 * @template T
 * @param {string} what
 * @param {() => T} work
 * @param {{ nodesOf?: (result: T) => number, target?: number }} [options] `target` in milliseconds.
 * @returns {T}
 */
function measure(what, work, { nodesOf = () => LENGTH + 1, target } = {}) {
  const { ms, result } = timed(work);
  const figure = figures.get(what) ?? { nodes: nodesOf(result), target, ms: [] };
  figure.ms.push(ms);
  figures.set(what, figure);
  return result;
}

for (let run = 0; run < RUNS; run++) {
  const { input, output } = measure(`build a chain of ${LENGTH} operations`, chain);
  const graph = measure('trace it', () => FunctionGraph.trace(input, output), { target: 2000 });
  measure('order its operations', () => graph.operations);
  measure('run through it', () => graph.run([0], () => 0));
  const model = measure('build InceptionV3', () => inceptionV3(), { nodesOf: ({ graph: { nodes } }) => nodes.length });
  measure('trace InceptionV3', () => FunctionGraph.trace(model.inputs, model.outputs), { nodesOf: ({ nodes }) => nodes.length, target: 100 });
}

const rows = [...figures].map(([what, { nodes, target, ms }]) => ({ what, nodes, msMedian: median(ms), msMin: Math.min(...ms), msMax: Math.max(...ms), msTarget: target }));
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else {
  const headers = ['Nodes', 'Median ms', 'Min', 'Max', 'Target'].map((header) => ({ header, align: /** @type {const} */ ('right') }));
  const cells = rows.map(({ what, nodes, msMedian, msMin, msMax, msTarget }) => [what, nodes, msMedian.toFixed(1), msMin.toFixed(1), msMax.toFixed(1), msTarget === undefined ? '' : `< ${msTarget}`]);
  console.log(printTable(cells, ['What', ...headers]));
  console.log(`Node ${process.version}, ${RUNS} runs.`);
}
