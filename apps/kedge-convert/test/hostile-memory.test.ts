import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';

const models = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const MIB = 2 ** 20;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kedge-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A zip archive of one compressed member (PKWARE APPNOTE 6.3), with a checksum that need not fit. */
function zipOf(name: string, content: Uint8Array): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  const common = Buffer.concat([fields.subarray(0, 22), Buffer.from([name.length, 0, 0, 0])]);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

const topology = { class_name: 'Sequential', config: { name: 's', layers: [] } };

const FILES: Readonly<Record<string, () => Uint8Array | string>> = {
  'bomb.keras': () => zipOf('config.json', new Uint8Array(400 * MIB)),
  'nested.json': () => `{"class_name":${'['.repeat(1e6)}`,
  'huge-weight.json': () => JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths: ['nothing.bin'], weights: [{ name: 'w', shape: [2 ** 15, 2 ** 15], dtype: 'float32' }] }] }),
  'overflowing.json': () => JSON.stringify({ modelTopology: topology, weightsManifest: [{ paths: ['nothing.bin'], weights: [{ name: 'w', shape: [2 ** 40, 2 ** 40], dtype: 'float32' }] }] }),
  'huge-layer.json': () => JSON.stringify({ class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'Dense', config: { name: 'd', units: 1e9, batch_input_shape: [null, 1e6] } }] } }),
  'wide.yaml': () => `class_name: Sequential\nconfig: [${'a,'.repeat(MIB / 4)}]\n`,
  'truncated.h5': () => readFileSync(join(models, 'keras3-row.h5')).subarray(0, 9000),
  'shifted.h5': () => {
    const bytes = readFileSync(join(models, 'keras3-row.h5'));
    return Buffer.concat([bytes.subarray(0, 3000), Buffer.alloc(64, 0xff), bytes.subarray(3064)]);
  },
};

it.skipIf(!existsSync('/proc/self/status'))('no file makes the loader take more than 256 MB beyond its own size', { timeout: 120_000 }, () => {
  const paths = Object.entries(FILES).map(([name, make]) => {
    const path = join(folder, name);
    writeFileSync(path, make());
    return path;
  });
  // One process for all: what one has taken at its peak the next may take again.
  const lines = execFileSync(process.execPath, [join(import.meta.dirname, 'load-and-weigh.mjs'), ...paths], { encoding: 'utf8' }).trim().split('\n');
  expect(lines.length).toBe(paths.length);
  for (const line of lines) {
    const { path, code, taken } = JSON.parse(line) as { readonly path: string; readonly code: string; readonly taken: number };
    expect(code, path).toMatch(/^[A-Z_]+$/);
    expect(taken, path).toBeLessThanOrEqual(256e6 + statSync(path).size);
  }
});
