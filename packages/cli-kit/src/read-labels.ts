import { readFile } from 'node:fs/promises';
import { KedgeError } from '@kedge/graph-core';

/**
 * Class names out of a file: a JSON list, or one per line.
 *
 * @throws {KedgeError} `FILE_NOT_FOUND`, `INVALID_LABELS`.
 */
export async function readLabels(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new KedgeError('FILE_NOT_FOUND', `${path}: the labels cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`, { cause });
  });
  if (!text.trimStart().startsWith('[')) return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const list = parseList(text);
  if (!Array.isArray(list) || !list.every((label) => typeof label === 'string')) {
    throw new KedgeError('INVALID_LABELS', `${path}: expected a JSON list of strings, or one label per line.`);
  }
  return list;
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
