/** A format that is told from the first bytes and refused. */
interface RefusedFormat {
  readonly format: string;
  /** Whether the first bytes of a file (up to 512) look like it. */
  readonly matches: (head: Uint8Array, text: string) => boolean;
  /** What its user can do. */
  readonly wayOut: string;
}

const SAVE_AS_KERAS = "load it where it was made and save it with model.save('model.keras') or model.save('model.h5')";
const UNPACK = 'unpack it and pass the model file that was in it';

/** Formats by their first bytes, the most certain first. */
export const REFUSED_FORMATS: readonly RefusedFormat[] = [
  { format: 'HTML page', matches: (_, text) => isHtml(text), wayOut: 'the server answered with a page instead of the file (often its page for "not found"); check the URL' },
  { format: 'Git LFS pointer', matches: (_, text) => text.startsWith('version https://git-lfs'), wayOut: 'the repository holds the file elsewhere; fetch it with git lfs pull' },
  { format: 'TFLite', matches: (_, text) => text.slice(4, 8) === 'TFL3', wayOut: 'a TFLite model holds no Keras layers any more; convert the Keras model that it was made from' },
  { format: 'PyTorch', matches: (head) => head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 9) <= 5, wayOut: 'pickled Python objects (PyTorch .pt, scikit-learn, pickle) hold program code and are not read; rebuild the model in Keras and save that' },
  { format: 'NumPy array', matches: (_, text) => text.startsWith('\x93NUMPY'), wayOut: 'an .npy file holds one array and no model' },
  { format: 'gzip', matches: starts(0x1f, 0x8b), wayOut: UNPACK },
  { format: 'bzip2', matches: (_, text) => /^BZh[1-9]1AY/.test(text), wayOut: UNPACK },
  { format: 'xz', matches: starts(0xfd, 0x37, 0x7a, 0x58, 0x5a), wayOut: UNPACK },
  { format: 'Zstandard', matches: starts(0x28, 0xb5, 0x2f, 0xfd), wayOut: UNPACK },
  { format: '7-Zip', matches: starts(0x37, 0x7a, 0xbc, 0xaf), wayOut: UNPACK },
  { format: 'RAR', matches: (_, text) => text.startsWith('Rar!\x1a'), wayOut: UNPACK },
  { format: 'tar', matches: (_, text) => text.slice(257, 262) === 'ustar', wayOut: UNPACK },
  { format: 'GGUF', matches: (_, text) => text.startsWith('GGUF'), wayOut: 'GGUF holds a language model for llama.cpp and no Keras layers' },
  { format: 'safetensors', matches: (head, text) => head[5] === 0 && head[6] === 0 && head[7] === 0 && text.slice(8, 10) === '{"', wayOut: 'it holds arrays and no architecture; load them into a Keras model and save that' },
  { format: 'picture', matches: (head, text) => starts(0xff, 0xd8, 0xff)(head) || text.slice(1, 4) === 'PNG' || text.startsWith('GIF8') || text.slice(8, 12) === 'WEBP', wayOut: 'expected a model here; the picture goes where the input is asked for' },
  { format: 'TensorFlow checkpoint', matches: (_, text) => text.startsWith('model_checkpoint_path:'), wayOut: `a checkpoint holds arrays and no architecture; ${SAVE_AS_KERAS}` },
  { format: 'SavedModel', matches: starts(0x08, 0x01, 0x12), wayOut: `a SavedModel holds TensorFlow operations and no Keras layers that could be read here; ${SAVE_AS_KERAS}` },
  { format: 'ONNX', matches: (head) => head[0] === 0x08 && (head[1] ?? 0) >= 2 && (head[1] ?? 99) < 32 && (head[2] === 0x12 || head[2] === 0x3a), wayOut: 'an ONNX model holds no Keras layers; convert the Keras model that it was made from, or run it with ONNX Runtime' },
  { format: 'TensorFlow graph', matches: (head, text) => head[0] === 0x0a && /\x12.(Placeholder|Const|NoOp|VariableV2|VarHandleOp)/s.test(text), wayOut: `a frozen graph (.pb) holds TensorFlow operations and no Keras layers; ${SAVE_AS_KERAS}` },
];

/** Why a zip archive is not a `.keras` file, told from the names of its members. */
export function refuseZip(names: readonly string[]): { format: string; wayOut: string } | undefined {
  const some = (test: (name: string) => boolean): boolean => names.some(test);
  if (names.includes('config.json')) return undefined;
  if (some((name) => /(^|\/)data\.pkl$/.test(name))) return { format: 'PyTorch', wayOut: 'a PyTorch model holds Python objects and is not read; rebuild the model in Keras and save that' };
  if (some((name) => name.endsWith('saved_model.pb'))) return { format: 'zipped SavedModel', wayOut: SAVE_AS_KERAS };
  if (names.length > 0 && names.every((name) => name.endsWith('.npy'))) return { format: 'NumPy archive (.npz)', wayOut: 'it holds arrays and no architecture; load them into a Keras model and save that' };
  if (some((name) => /\.(h5|hdf5|keras)$|(^|\/)model\.json$/.test(name))) return { format: 'zip archive with a model in it', wayOut: UNPACK };
  return { format: 'zip archive', wayOut: 'expected a .keras file, which holds a member config.json' };
}

/** Whether text begins as a web page does. */
export function isHtml(text: string): boolean {
  return /^(\xef\xbb\xbf)?\s*(<!--[^]*?-->\s*)?<(!doctype\s+html|html|head|body|\?xml)/i.test(text);
}

function starts(...bytes: readonly number[]): (head: Uint8Array) => boolean {
  return (head) => bytes.every((byte, index) => head[index] === byte);
}
