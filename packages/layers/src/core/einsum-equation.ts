/** An equation with its ellipsis spelled out in letters. */
export interface EquationParts {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** How many dimensions the ellipsis stands for. */
  readonly elided: number;
  readonly isElidedLeft: boolean;
}

const FORMS = [
  { pattern: /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/, side: 'none' },
  { pattern: /^\.\.\.([a-zA-Z]+),([a-zA-Z]+)->\.\.\.([a-zA-Z]+)$/, side: 'left' },
  { pattern: /^([a-zA-Z]{2,})\.\.\.,([a-zA-Z]+)->([a-zA-Z]+)\.\.\.$/, side: 'right' },
] as const;

/** The parts of an equation between an input and a kernel, or `undefined` when it has none of the three forms. */
export function parseEquation(equation: string): { input: string; kernel: string; output: string; side: 'none' | 'left' | 'right' } | undefined {
  const text = equation.replaceAll(' ', '');
  for (const { pattern, side } of FORMS) {
    const [, input = '', kernel = '', output = ''] = pattern.exec(text) ?? [];
    if (input !== '') return { input, kernel, output, side };
  }
  return undefined;
}

/**
 * The equation for an input of some rank: letters that it does not use take the place of the ellipsis.
 *
 * @param equation Of a form that {@link parseEquation} knows.
 * @param rank Of the input, batch included.
 */
export function resolveEquation(equation: string, rank: number): EquationParts {
  const { input = '', kernel = '', output = '', side = 'none' } = parseEquation(equation) ?? {};
  const elided = side === 'none' ? 0 : Math.max(rank - input.length, 0);
  const used = new Set([...input, ...kernel, ...output]);
  const free = [...'abcdefghijklmnopqrstuvwxyz'].filter((letter) => !used.has(letter)).slice(0, elided).join('');
  return side === 'left'
    ? { input: free + input, kernel, output: free + output, elided, isElidedLeft: true }
    : { input: input + free, kernel, output: output + free, elided, isElidedLeft: false };
}
