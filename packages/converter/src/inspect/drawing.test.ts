import { join } from 'node:path';
import { batchNormalization, dense, input, model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { inspectGraph, serializeModel } from '../index.js';
import type { LayerInspection } from './inspection.js';
import { drawingOf, drawingToDot, drawingToMermaid } from './draw.js';
import { drawingToSvg } from './svg.js';

const models = join(import.meta.dirname, '..', '..', '..', '..', 'fixtures', 'models');
const row = (name: string, inputs: readonly string[], more: Partial<LayerInspection> = {}): LayerInspection => ({ name, className: 'Dense', depth: 0, outputShape: [null, 2], params: 0, macs: 0, trainable: true, calls: 1, inputs, ...more });

const NESTED = [row('x', [], { className: 'InputLayer' }), row('inner', ['x'], { calls: 2 }), row('x', [], { depth: 1, className: 'InputLayer' }), row('d', ['x'], { depth: 1 }), row('out', ['inner', 'x'])];

describe('drawings of layers', () => {
  it('keep names of nested models apart, and draw arrows within each', () => {
    const { layers, arrows } = drawingOf({ layers: NESTED });
    expect(layers.map(({ id, inside, isModel }) => [id, inside, isModel])).toEqual([['n0', undefined, false], ['n1', undefined, true], ['n2', 'n1', false], ['n3', 'n1', false], ['n4', undefined, false]]);
    expect(arrows).toEqual([{ from: 'n0', to: 'n1' }, { from: 'n2', to: 'n3' }, { from: 'n1', to: 'n4' }, { from: 'n0', to: 'n4' }]);
  });

  it('hold no more than text, whatever a name holds', () => {
    const drawing = drawingOf({ layers: [row('<script>"&\u0007\n]]', []), row('b', ['<script>"&\u0007\n]]'])] });
    const svg = drawingToSvg(drawing);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&#60;script');
    expect(svg).not.toContain('\u0007');
    expect(drawingToDot(drawing)).toContain('label="<script>\\"&\ufffd\ufffd]]');
    expect(drawingToMermaid(drawing)).not.toContain('<script');
  });

  it('place every box inside the picture, none on another, and arrows from top to bottom', () => {
    const svg = drawingToSvg(drawingOf({ layers: NESTED }));
    const [, width = '0', height = '0'] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    const boxes = [...svg.matchAll(/<g><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map((found) => found.slice(1).map(Number));
    expect(boxes.length).toBe(5);
    for (const [x = -1, y = -1, w = 0, h = 0] of boxes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + w).toBeLessThanOrEqual(Number(width));
      expect(y + h).toBeLessThanOrEqual(Number(height));
    }
    boxes.forEach(([ax = 0, ay = 0, aw = 0, ah = 0], i) =>
      boxes.slice(i + 1).forEach(([bx = 0, by = 0, bw = 0, bh = 0]) => expect(ax + aw <= bx || bx + bw <= ax || ay + ah <= by || by + bh <= ay).toBe(true)),
    );
  });
});

describe('inspectGraph', () => {
  it.each(['dot', 'mermaid', 'svg'] as const)('draws a file as %s', async (format) => {
    expect(await inspectGraph(join(models, 'keras3-nested.keras'), format)).toMatch({ dot: /^digraph/, mermaid: /^flowchart/, svg: /^<svg [^]*<\/svg>$/ }[format]);
  });

  it.each(['dot', 'mermaid', 'svg'] as const)('draws as %s what cannot be built', async (format) => {
    const x = input({ shape: [4], name: 'x' });
    const files = await serializeModel(model({ inputs: x, outputs: batchNormalization({ name: 'norm' }).apply(dense({ units: 2, name: 'd' }).apply(x)) }), { format: 'tfjs' });
    const json = new TextDecoder().decode(files.get('model.json')).replaceAll('BatchNormalization', 'TheirOwnLayer');
    expect(await inspectGraph(new TextEncoder().encode(json), format)).toContain('TheirOwnLayer');
  });
});
