import { formatShape, printTable, type Dim } from '@kedge/graph-core';
import type { Inspection, LayerInspection } from './inspection.js';

const count = (value: number): string => value.toLocaleString('en-US');

function countOrBlank(value: Dim | undefined): string {
  return value === undefined ? '' : value === null ? '?' : count(value);
}

/** Multiply-accumulates for people: `5.71 G`. */
export function formatMacs(macs: Dim | undefined): string {
  if (macs === undefined || macs === null) return 'unknown';
  const units: readonly (readonly [number, string])[] = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const [size, unit] = units.find(([limit]) => macs >= limit) ?? [1, ''];
  return `${Number((macs / size).toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
}

function notes(layer: LayerInspection): string {
  return [layer.trainable ? '' : 'frozen', layer.calls > 1 ? `shared, ${layer.calls} calls` : ''].filter((note) => note !== '').join('; ');
}

function layerRow(layer: LayerInspection): string[] {
  return [
    `${'  '.repeat(layer.depth)}${layer.name}`,
    layer.className,
    layer.outputShape === undefined ? '' : formatShape(layer.outputShape),
    countOrBlank(layer.params),
    countOrBlank(layer.macs),
    layer.inputs.length > 3 ? `${layer.inputs.slice(0, 3).join(', ')}, ...` : layer.inputs.join(', '),
    notes(layer),
  ];
}

function heading(inspection: Inspection): string[] {
  const written = [inspection.kerasVersion === undefined ? undefined : `Keras ${inspection.kerasVersion}`, inspection.backend].filter((part) => part !== undefined);
  const formats = { h5: 'Keras HDF5', keras: 'Keras archive', weights: 'Keras weights', tfjs: 'tfjs layers-model', graph: 'tfjs graph-model', architecture: 'architecture JSON' };
  return [
    `${inspection.file}: ${formats[inspection.format]}${written.length === 0 ? '' : `, written by ${written.join(' on ')}`}`,
    inspection.name === undefined ? `Weights only: ${inspection.arrays.length} arrays, no architecture.` : `${inspection.className ?? 'Model'} '${inspection.name}'`,
  ];
}

/**
 * An inspection as text for a terminal: what wrote the file, a table of layers, totals, and what to know.
 */
export function formatInspection(inspection: Inspection): string {
  const table =
    inspection.name === undefined
      ? printTable(inspection.arrays.map(({ name, shape }) => [name, formatShape(shape)]), ['Array', 'Shape'])
      : printTable(inspection.layers.map(layerRow), ['Layer', 'Class', 'Output', { header: 'Parameters', align: 'right' }, { header: 'MACs', align: 'right' }, 'Takes', '']);
  const tensors = [...inspection.inputs.map(({ name, shape, dtype }) => `Input  ${name} ${formatShape(shape)} ${dtype}`), ...inspection.outputs.map(({ name, shape, dtype }) => `Output ${name} ${formatShape(shape)} ${dtype}`)];
  const totals = inspection.problem === undefined && inspection.name !== undefined
    ? [`Parameters: ${count(inspection.params)}, of which ${count(inspection.trainableParams)} train. Multiply-accumulates per example: ${formatMacs(inspection.macs)}.`]
    : [];
  const problem = inspection.problem === undefined ? [] : [`Cannot be built: ${inspection.problem}`];
  const warnings = inspection.warnings.map((warning) => `Note: ${warning}`);
  return [...heading(inspection), '', table, '', ...tensors, ...totals, ...problem, ...warnings].join('\n');
}
