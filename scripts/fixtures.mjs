// @ts-check
/**
 * `npm run fixtures -- --keras3 PYTHON --keras2 PYTHON [SCRIPT...]`: asks real Keras again and rewrites what `fixtures/` holds of
 * its answers. `npm test` never needs it.
 *
 * The two interpreters live in environments of their own, outside the repository:
 *
 *   python3 -m venv k3 && k3/bin/pip install tensorflow-cpu "keras==3.15.*" pillow h5py
 *   python3 -m venv k2 && k2/bin/pip install "tensorflow-cpu==2.15.1" pillow pyyaml tensorflowjs==4.22.0
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, run } from './lib/process.mjs';

/** Each script, the Keras versions that it asks, and the folder that it is told to write to (those without know their own). */
const SCRIPTS = [
  { name: 'adapt_goldens', keras: [2, 3], folder: undefined },
  { name: 'application_goldens', keras: [3], folder: 'applications' },
  { name: 'application_weights', keras: [2], folder: 'applications/weights' },
  { name: 'augmentation_goldens', keras: [3], folder: undefined },
  { name: 'cudnn_models', keras: [2], folder: 'models' },
  { name: 'dtype_rules', keras: [3], folder: undefined },
  { name: 'graph_order', keras: [3], folder: undefined },
  { name: 'hdf5_goldens', keras: [3], folder: 'hdf5' },
  { name: 'hash_goldens', keras: [3], folder: undefined },
  { name: 'keras_ops', keras: [3], folder: undefined },
  { name: 'layer_goldens', keras: [2, 3], folder: undefined },
  { name: 'model_configs', keras: [2, 3], folder: 'configs' },
  { name: 'op_layer_models', keras: [2], folder: 'configs' },
  { name: 'op_models', keras: [2, 3], folder: 'configs' },
  { name: 'layer_names', keras: [2, 3], folder: undefined },
  { name: 'layer_shapes', keras: [3], folder: undefined },
  { name: 'object_goldens', keras: [2, 3], folder: undefined },
  { name: 'op_cases', keras: [3], folder: undefined },
  { name: 'optimizer_models', keras: [2, 3], folder: 'models' },
  { name: 'shape_rules', keras: [3], folder: undefined },
  { name: 'signal_windows', keras: [3], folder: undefined },
  { name: 'small_models', keras: [2, 3], folder: 'models' },
  { name: 'tensorflowjs_models', keras: [2], folder: 'models' },
  { name: 'text_models', keras: [2, 3], folder: undefined },
  { name: 'training_goldens', keras: [3], folder: 'training' },
  { name: 'vision_goldens', keras: [3], folder: undefined },
  { name: 'window_rules', keras: [3], folder: undefined },
  { name: 'written_op_models', keras: [2, 3], folder: 'configs' },
  { name: 'written_models', keras: [2, 3], folder: 'models' },
  { name: 'written_optimizers', keras: [2, 3], folder: 'models' },
  { name: 'yaml_architectures', keras: [2], folder: 'configs' },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { keras2: { type: 'string' }, keras3: { type: 'string' } } });
/** @type {Readonly<Record<number, string | undefined>>} */
const interpreters = { 2: values.keras2, 3: values.keras3 };
const wanted = SCRIPTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const missing = [...new Set(wanted.flatMap(({ keras }) => keras))].filter((version) => interpreters[version] === undefined);
if (wanted.length === 0 || missing.length > 0) {
  console.error(`Expected ${missing.map((version) => `--keras${version} PYTHON`).join(' and ') || `scripts out of ${SCRIPTS.map(({ name }) => name).join(', ')}`}. See the top of scripts/fixtures.mjs for how to make the environments.`);
  process.exit(2);
}
for (const { name, keras, folder } of wanted) {
  for (const version of keras) {
    console.log(`${name} (Keras ${version})...`);
    const args = [join(root, 'fixtures', 'python', `${name}.py`), ...(folder === undefined ? [] : [join(root, 'fixtures', folder)])];
    const code = await run(/** @type {string} */ (interpreters[version]), args, { env: { TF_CPP_MIN_LOG_LEVEL: '3' } });
    if (code !== 0) process.exit(code);
  }
}
