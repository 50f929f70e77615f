import { InvalidArgumentError } from '../errors.js';

/** One parameter of a function of `keras.ops`. */
interface Parameter {
  /** As Keras names it. */
  readonly name: string;
  /** As the options of our function name it. */
  readonly ours: string;
  /** Whether configs hold it among the settings of the operation, not among the arguments of its call. */
  readonly isSetting: boolean;
  readonly kind: 'positional' | 'option' | 'rest' | 'ignored' | 'default-only';
}

/** How a function of `keras.ops` is called there and here. */
export interface KerasSignature {
  /** Python module of the operation within `keras.src.ops`. */
  readonly module: string;
  /** Names of the function in `keras.ops`: the first is the one that is written. */
  readonly names: readonly string[];
  /** Classes of the operation in configs, one for each name. */
  readonly classNames: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** Arguments as Keras names them, apart as its configs hold them. */
export interface KerasArguments {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const classCase = (name: string): string => name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function parseParameter(text: string, isOption: boolean): Parameter {
  const [, rest, name = '', star, mark, ours] = /^(\.\.\.)?(\w+)(\*)?([~!])?(?::(\w+))?$/.exec(text) ?? [];
  const kind = rest !== undefined ? 'rest' : mark === '~' ? 'ignored' : mark === '!' ? 'default-only' : isOption ? 'option' : 'positional';
  return { name, ours: ours ?? camelCase(name), isSetting: star !== undefined, kind };
}

/**
 * Reads how a function of `keras.ops` is called, in a short notation: `numpy.sum(x, axis*, keepdims*)`.
 *
 * In front the module; names apart by `|`, each with `=Class` where the class is not the name in CamelCase; parameters in the order of
 * our function. `*`: a setting of the operation; `...`: all further arguments; `{}`: in our last argument, an object, under the
 * name behind `:` if any; `~`: has no influence here; `!`: only its default is understood.
 */
export function parseSignature(text: string): KerasSignature {
  const [, module = '', names = '', list = ''] = /^(\w+)\.([\w|=]+)\((.*)\)$/.exec(text) ?? [];
  const pairs = names.split('|').map((name) => name.split('='));
  const [positional = '', options = ''] = list.split('{');
  const split = (part: string): string[] => part.replace('}', '').split(',').map((item) => item.trim()).filter((item) => item !== '');
  return {
    module,
    names: pairs.map(([name = '']) => name),
    classNames: pairs.map(([name = '', className]) => className ?? classCase(name)),
    parameters: [...split(positional).map((item) => parseParameter(item, false)), ...split(options).map((item) => parseParameter(item, true))],
  };
}

const isDefault = (value: unknown): boolean => value === undefined || value === null || value === false || value === 0;

/** Arguments of the call by Keras' names; positional ones are named in the order of the parameters. */
function nameArguments(signature: KerasSignature, { settings, args, kwargs }: KerasArguments): Map<string, unknown> {
  const named = new Map<string, unknown>([...Object.entries(settings), ...Object.entries(kwargs)]);
  const inCall = signature.parameters.filter(({ isSetting }) => !isSetting);
  const rest = inCall.findIndex(({ kind }) => kind === 'rest');
  args.forEach((value, i) => {
    if (rest >= 0 && i >= rest) return;
    const parameter = inCall[i];
    if (parameter === undefined) throw new InvalidArgumentError(`${signature.names[0]}: expected at most ${inCall.length} arguments, got ${args.length}.`);
    named.set(parameter.name, value);
  });
  if (rest >= 0) named.set(inCall[rest]?.name ?? '', args.slice(rest));
  return named;
}

/**
 * The arguments of our function for a call of Keras'.
 *
 * @throws {InvalidArgumentError} for an argument that Keras does not have, or one that only Keras has and that is not left at its default.
 */
export function toOurArguments(signature: KerasSignature, call: KerasArguments): unknown[] {
  const named = nameArguments(signature, call);
  const known = new Set(signature.parameters.map(({ name }) => name));
  const strange = [...named.keys()].filter((name) => !known.has(name));
  if (strange.length > 0) throw new InvalidArgumentError(`${signature.names[0]}: got ${strange.join(', ')}, which it does not take. It takes ${[...known].join(', ')}.`);
  const result: unknown[] = [];
  const options: Record<string, unknown> = {};
  let more: readonly unknown[] = [];
  for (const { name, ours, kind } of signature.parameters) {
    const value = named.get(name);
    if (kind === 'positional') result.push(value);
    else if (kind === 'rest') more = value as readonly unknown[];
    else if (kind === 'option' && value !== undefined && value !== null) options[ours] = value;
    else if (kind === 'default-only' && !isDefault(value)) {
      throw new InvalidArgumentError(`${signature.names[0]}: expected ${name} to be left at its default, got ${JSON.stringify(value)}.`);
    }
  }
  result.push(...more);
  if (Object.keys(options).length > 0) return [...result, options];
  while (result.length > 0 && result.at(-1) === undefined) result.pop();
  return result;
}

/** The call of Keras' function for arguments of ours: the other way of {@link toOurArguments}. */
export function toKerasArguments(signature: KerasSignature, values: readonly unknown[]): KerasArguments {
  const { parameters } = signature;
  const positional = parameters.filter(({ kind }) => kind === 'positional');
  const options = (values[positional.length] ?? {}) as Readonly<Record<string, unknown>>;
  const settings: Record<string, unknown> = {};
  const args: unknown[] = [];
  const kwargs: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, ours, isSetting, kind } = parameter;
    if (kind === 'rest') args.push(...values.slice(positional.length));
    if (kind !== 'positional' && kind !== 'option') continue;
    const value = kind === 'positional' ? values[positional.indexOf(parameter)] : options[ours];
    if (value === undefined) continue;
    if (isSetting) settings[name] = value;
    else if (kind === 'positional' && Object.keys(kwargs).length === 0) args.push(value);
    else kwargs[name] = value;
  }
  return { settings, args, kwargs };
}
