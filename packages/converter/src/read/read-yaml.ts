import { CorruptFileError } from '../io/errors.js';
import { parseJson, type JsonValue } from '../io/json.js';

/** InceptionV3 takes a quarter of a megabyte; nothing that is many megabytes long is an architecture. */
const LONGEST = 4 * 2 ** 20;
/** As deep as the JSON of a model may nest. */
const DEEPEST = 1000;
/** PyYAML writes a list that stands in two places once, and refers to it: written out, that is not much more. */
const MOST_VALUES = 2_000_000;

/**
 * Parses the YAML that Keras 1 and 2 wrote (`model.to_yaml()`), tuples of Python included.
 *
 * @param what The file, for messages.
 * @throws {CorruptFileError}
 */
export async function parseYaml(text: string, what: string): Promise<JsonValue> {
  if (text.length > LONGEST) throw new CorruptFileError(`${what}: expected YAML of at most ${LONGEST} characters, got ${text.length}.`);
  if (nestsTooDeep(text)) throw new CorruptFileError(`${what}: the YAML is nested deeper than ${DEEPEST} levels, which no model is.`);
  const { load, Schema, YAML11_SCHEMA, defineSequenceTag, defineScalarTag } = await import('js-yaml');
  // PyYAML writes version 1.1, and tags of Python: what they mark is a list or a text all the same.
  const tuple = defineSequenceTag<unknown[]>('tag:yaml.org,2002:python/tuple', { create: () => [], addItem: (list, item) => (list.push(item), ''), identify: () => false });
  const texts = ['unicode', 'str'].map((name) => defineScalarTag<string>(`tag:yaml.org,2002:python/${name}`, { resolve: (source) => source, identify: () => false }));
  let value: unknown;
  try {
    value = load(text, { schema: new Schema([...YAML11_SCHEMA.tags, tuple, ...texts]) });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new CorruptFileError(`${what}: expected YAML, got text that is none: ${message.slice(0, 200)}. The file is damaged or truncated; get it again.`, undefined, { cause });
  }
  expectFinite(value, what);
  return parseJson(JSON.stringify(value) ?? 'null', what);
}

/** Counts values as they will be written out, so that references to references do not multiply without end. */
function expectFinite(root: unknown, what: string): void {
  const open: unknown[] = [root];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (++count + open.length > MOST_VALUES) throw new CorruptFileError(`${what}: its references multiply to more than ${MOST_VALUES} values. The file is damaged or hostile.`);
    if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) open.push(item ?? 0);
  }
}

/** Brackets within brackets, or blocks within blocks by their indentation. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (const line of text.split('\n')) {
    const [lead = ''] = /^[\s-]*/.exec(line) ?? [];
    if (lead.length > 2 * DEEPEST) return true;
    for (const character of line) {
      if (character === '[' || character === '{') depth++;
      else if (character === ']' || character === '}') depth--;
      if (depth > DEEPEST) return true;
    }
  }
  return false;
}
