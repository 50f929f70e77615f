import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { escapePath, glob, isDynamicPattern } from 'tinyglobby';
import { KedgeError } from '@kedge/graph-core';

/** Names of pictures in a folder. A file that is named on the command line may be called anything. */
const PICTURES = '**/*.{jpg,jpeg,jpe,jfif,png,webp,gif,bmp}';

/** The argument that stands for standard input. */
export const STANDARD_INPUT = '-';

/** The pictures in a folder and below it, by name. */
export async function imagesWithin(folder: string): Promise<string[]> {
  const names = await glob(PICTURES, { cwd: folder, caseSensitiveMatch: false, expandDirectories: false, onlyFiles: true });
  return names.map((name) => join(folder, name)).sort();
}

async function expand(argument: string): Promise<string[]> {
  if (argument === STANDARD_INPUT) return [argument];
  const found = await stat(argument).catch(() => undefined);
  // What exists under that very name is that, whatever characters are in it.
  const isPattern = found === undefined && isDynamicPattern(argument) && argument !== escapePath(argument);
  if (!isPattern && found?.isDirectory() !== true) return [argument];
  const files = isPattern ? (await glob(argument, { absolute: isAbsolute(argument), expandDirectories: false, onlyFiles: true })).sort() : await imagesWithin(argument);
  if (files.length === 0) throw new KedgeError('NO_IMAGES', `${argument}: expected pictures (${PICTURES.slice('**/'.length)}), found none.`);
  return files;
}

/**
 * The pictures that the arguments of a command stand for: files, folders with all below them, patterns, `-` for standard input.
 *
 * @returns Paths, in the order of the arguments and by name within one. A file that is not there stays in the list: reading it says so.
 * @throws {KedgeError} `NO_IMAGES` when a folder or a pattern gives none.
 */
export async function listImages(args: readonly string[]): Promise<string[]> {
  const lists: string[][] = [];
  for (const argument of args) lists.push(await expand(argument));
  return lists.flat();
}
