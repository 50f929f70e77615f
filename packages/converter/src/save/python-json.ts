/** Settings that Keras refuses as whole numbers: a momentum of 0 must read `0.0`. */
const FLOATS = new Set(['momentum', 'learning_rate', 'beta', 'threshold']);
const MARK = '\u0000kedge:float:';

/** JSON for Python, which tells `0` and `0.0` apart. */
export function pythonJson(value: unknown): string {
  const text = JSON.stringify(value, (key, item: unknown) => (FLOATS.has(key) && Number.isInteger(item) ? `${MARK}${String(item)}` : item));
  return text.replaceAll(/"\\u0000kedge:float:(-?\d+)"/g, '$1.0');
}
