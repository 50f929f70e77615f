import { CorruptFileError } from './errors.js';

/** Any value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
/** A JSON object. */
export type JsonObject = { [key: string]: JsonValue };

const LONGEST = 256 * 1024 * 1024;
/** Models nest a few levels deep, each costing about eight levels of JSON. */
const DEEPEST = 1000;
const NAN_MARK = '\u0000kedge:NaN';

/**
 * Parses JSON that came from outside. Takes the bare `NaN`, `Infinity` and `-Infinity` that Python writes; refuses what
 * could harm the code behind it: keys named `__proto__` and nesting too deep to walk.
 *
 * @param what What the text is, for messages: `model.json`, or `attribute model_config of a.h5`.
 * @throws {CorruptFileError}
 */
export function parseJson(text: string, what: string): JsonValue {
  if (text.length > LONGEST) throw new CorruptFileError(`${what}: expected JSON of at most ${LONGEST} characters, got ${text.length}.`);
  const { depth, constants } = scan(text);
  if (depth > DEEPEST) throw new CorruptFileError(`${what}: the JSON is nested deeper than ${DEEPEST} levels, which no model is.`);
  let value: unknown;
  try {
    value = JSON.parse(constants.length > 0 ? withoutConstants(text, constants) : text);
  } catch (cause) {
    throw new CorruptFileError(`${what}: expected JSON, got text that is none: ${describe(cause)}. The file is damaged or truncated; get it again.`, undefined, { cause });
  }
  return checked(value as JsonValue, what, constants.length > 0);
}

/**
 * Parses bytes as UTF-8 JSON text, with or without a byte order mark.
 *
 * @throws {CorruptFileError}
 */
export function parseJsonBytes(bytes: Uint8Array, what: string): JsonValue {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CorruptFileError(`${what}: expected JSON as UTF-8 text, got bytes that are no UTF-8. Save it again as UTF-8.`, undefined, { cause });
  }
  return parseJson(text, what);
}

/** Whether a JSON value is an object (and not an array or null). */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Depth of nesting, and where bare constants stand, without recursion and before anything is built. */
function scan(text: string): { depth: number; constants: { at: number; word: string }[] } {
  const constants: { at: number; word: string }[] = [];
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 0x5c) at++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
    else if (code === 0x4e || code === 0x49) {
      const word = ['NaN', 'Infinity'].find((constant) => text.startsWith(constant, at));
      if (word) constants.push({ at, word });
    }
  }
  return { depth: deepest, constants };
}

/** The text with each bare constant written as something that JSON has: a mark, or a number beyond every double. */
function withoutConstants(text: string, constants: readonly { at: number; word: string }[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, word } of constants) {
    parts.push(text.slice(from, at), word === 'NaN' ? JSON.stringify(NAN_MARK) : '1e999');
    from = at + word.length;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

/** Looks at every key, and puts NaN where its mark stands. */
function checked(root: JsonValue, what: string, marks: boolean): JsonValue {
  if (root === NAN_MARK) return NaN;
  const open: JsonValue[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const holder = value as JsonObject;
    if (Object.hasOwn(holder, '__proto__')) {
      throw new CorruptFileError(`${what}: holds the key __proto__, which no model has and which could change other objects. Refused.`);
    }
    for (const key in holder) {
      const item = holder[key] as JsonValue;
      if (marks && item === NAN_MARK) holder[key] = NaN;
      else if (typeof item === 'object' && item !== null) open.push(item);
    }
  }
  return root;
}

function describe(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.length > 120 ? `${message.slice(0, 120)}...` : message;
}
