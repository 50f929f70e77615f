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

/** @type {{ what: string, nodes: number, ms: number[] }[]} */
const figures = [
  { what: `build a chain of ${LENGTH} operations`, nodes: 0, ms: [] },
  { what: `trace a chain of ${LENGTH} operations`, nodes: 0, ms: [] },
  { what: 'build InceptionV3', nodes: 0, ms: [] },
  { what: 'trace InceptionV3', nodes: 0, ms: [] },
];
const [buildChain, traceChain, buildNetwork, traceNetwork] = figures;

for (let run = 0; run < RUNS; run++) {
  const built = timed(chain);
  const traced = timed(() => FunctionGraph.trace(built.result.input, built.result.output));
  const network = timed(() => inceptionV3());
  const walked = timed(() => FunctionGraph.trace(network.result.inputs, network.result.outputs));
  for (const [figure, ms, nodes] of /** @type {const} */ ([
    [buildChain, built.ms, traced.result.nodes.length],
    [traceChain, traced.ms, traced.result.nodes.length],
    [buildNetwork, network.ms, walked.result.nodes.length],
    [traceNetwork, walked.ms, walked.result.nodes.length],
  ])) {
    figure?.ms.push(ms);
    if (figure) figure.nodes = nodes;
  }
}

const rows = figures.map(({ what, nodes, ms }) => ({ what, nodes, msMedian: median(ms), msMin: Math.min(...ms), msMax: Math.max(...ms) }));
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else {
  const right = /** @param {string} header */ (header) => ({ header, align: /** @type {const} */ ('right') });
  console.log(printTable(rows.map(({ what, nodes, msMedian, msMin, msMax }) => [what, String(nodes), msMedian.toFixed(1), msMin.toFixed(1), msMax.toFixed(1)]), ['What', right('Nodes'), right('Median ms'), right('Min'), right('Max')]));
  console.log(`Node ${process.version}, ${RUNS} runs.`);
}
