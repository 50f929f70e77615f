/** Scripts and symbols that terminals draw two cells wide. */
const WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;
/** Marks that are drawn over the character before. */
const OVERLAID = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;

/** Cells that a terminal gives a character. */
export function cellWidth(character: string): number {
  // Nearly every name is ASCII.
  if (character < '\u0300') return 1;
  return OVERLAID.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}

/** Cells that a terminal gives a text without control characters. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += cellWidth(character);
  return width;
}

/**
 * Cuts a text into lines of at most `width` cells, after a space, comma, slash or underscore where one lies in the second
 * half of a line.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (line !== '' && textWidth(line) + cellWidth(character) > width) {
      const kept = /^.+[ ,/_](?=[^ ,/_]*$)/u.exec(line)?.[0] ?? line;
      const at = kept.length * 2 >= line.length ? kept.length : line.length;
      lines.push(line.slice(0, at).trimEnd());
      line = line.slice(at);
    }
    line += character;
  }
  return [...lines, line];
}
