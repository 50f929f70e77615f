import { CorruptFileError } from '../io/errors.js';
import { parseJson, type JsonValue } from '../io/json.js';

/** An architecture takes some kilobytes; nothing that is megabytes long is one. */
const LONGEST = 16 * 2 ** 20;
/** As deep as the JSON of a model may nest. */
const DEEPEST = 1000;
/** PyYAML writes a list that stands in two places once, and refers to it; a few hundred such places are usual. */
const MOST_ALIASES = 10_000;

/**
 * Parses the YAML that Keras 1 and 2 wrote (`model.to_yaml()`), tuples of Python included.
 *
 * @param what The file, for messages.
 * @throws {CorruptFileError}
 */
export async function parseYaml(text: string, what: string): Promise<JsonValue> {
  if (text.length > LONGEST) throw new CorruptFileError(`${what}: expected YAML of at most ${LONGEST} characters, got ${text.length}.`);
  if (nestsTooDeep(text)) throw new CorruptFileError(`${what}: the YAML is nested deeper than ${DEEPEST} levels, which no model is.`);
  const { parseDocument } = await import('yaml');
  let value: unknown;
  try {
    // PyYAML writes version 1.1. Tags of Python (`!!python/tuple`) are passed over: what they mark is a list all the same.
    const document = parseDocument(text, { version: '1.1', logLevel: 'silent', prettyErrors: true });
    if (document.errors[0] !== undefined) throw document.errors[0];
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new CorruptFileError(`${what}: expected YAML, got text that is none: ${message.slice(0, 200)}. The file is damaged or truncated; get it again.`, undefined, { cause });
  }
  return parseJson(JSON.stringify(value) ?? 'null', what);
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
