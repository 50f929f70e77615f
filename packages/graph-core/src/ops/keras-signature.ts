import { InvalidArgumentError } from '../errors.js';
import { tensor } from '../tensor.js';
import { kerasCallOf, OpCall } from './op.js';

/** One parameter of a function of `keras.ops`. */
interface Parameter {
  /** As Keras names it. */
  readonly name: string;
  /** As the options of our function name it. */
  readonly ours: string;
  /** Whether configs hold it among the settings of the operation, not among the arguments of its call. */
  readonly isSetting: boolean;
  /** Whether null is a value of its own, and not the default. */
  readonly takesNull: boolean;
  /** Whether Keras wants it to be written where it is left out. */
  readonly isWritten: boolean;
  readonly kind: 'positional' | 'option' | 'rest' | 'list' | 'others' | 'ignored' | 'default-only';
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
  if (text === '**') return { name: text, ours: text, isSetting: false, takesNull: false, isWritten: false, kind: 'others' };
  const [, bracket, rest, name = '', star, mark, ours] = /^(\[)?(\.\.\.)?(\w+)\]?(\*)?([~!?+])?(?::(\w+))?$/.exec(text) ?? [];
  const kind = bracket !== undefined ? 'list' : rest !== undefined ? 'rest' : mark === '~' ? 'ignored' : mark === '!' ? 'default-only' : isOption ? 'option' : 'positional';
  return { name, ours: ours ?? camelCase(name), isSetting: star !== undefined, takesNull: mark === '?', isWritten: mark === '+', kind };
}

/** How Keras calls a function of `ops`, or an operation that is one; `undefined` for what Keras lacks. */
export function kerasSignatureOf(x: unknown): KerasSignature | undefined {
  const text = x instanceof OpCall ? x.kerasCall : kerasCallOf(x);
  return text === undefined ? undefined : parseSignature(text);
}

/**
 * Reads how a function of `keras.ops` is called, in a short notation: `numpy.sum(x, axis*, keepdims*)`.
 *
 * In front the module; names apart by `|`, each with `=Class` where the class is not the name in CamelCase; parameters in the order of
 * our function. `*`: a setting of the operation; `...`: all further arguments, in brackets as one list; `{}`: in our last argument, an
 * object, under the name behind `:` if any; `~`: has no influence here; `!`: only its default is understood; `?`: null is another value than none;
 * `+`: configs hold it even where it is left out; `**`: all further named
 * arguments, under their own names.
 */
function parseSignature(text: string): KerasSignature {
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

/** Arguments of calls that are lists, and never tensors. */
const PLAIN = new Set(['key', 'start_indices', 'q', 'window']);

const flatNumbers = (list: readonly unknown[]): unknown[] => list.flatMap((item) => (Array.isArray(item) ? flatNumbers(item) : [item]));

/** A tensor in place of numbers in lists. */
function asTensor(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value;
  const numbers = flatNumbers(value);
  if (!numbers.every((item): item is number | boolean => typeof item === 'number' || typeof item === 'boolean')) return value;
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const dtype = numbers.every((item) => typeof item === 'boolean') ? 'bool' : numbers.every(Number.isInteger) ? 'int32' : 'float32';
  return tensor(numbers.map(Number), shape, dtype);
}

const isDefault = (value: unknown): boolean => value === undefined || value === null || value === false || value === 0;

/** Arguments of the call by Keras' names; positional ones are named in the order of the parameters. */
function nameArguments(signature: KerasSignature, { settings, args, kwargs }: KerasArguments): Map<string, unknown> {
  const named = new Map<string, unknown>([...Object.entries(settings), ...Object.entries(kwargs)]);
  const inCall = signature.parameters.filter(({ isSetting }) => !isSetting);
  const rest = inCall.findIndex(({ kind }) => kind === 'rest' || kind === 'list');
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
  const takesOthers = known.has('**');
  if (strange.length > 0 && !takesOthers) throw new InvalidArgumentError(`${signature.names[0]}: got ${strange.join(', ')}, which it does not take. It takes ${[...known].join(', ')}.`);
  const result: unknown[] = [];
  const options: Record<string, unknown> = takesOthers ? Object.fromEntries(strange.map((name) => [name, named.get(name)])) : {};
  let more: readonly unknown[] = [];
  for (const { name, ours, kind, isSetting, takesNull } of signature.parameters) {
    const value = isSetting || PLAIN.has(name) ? named.get(name) : asTensor(named.get(name));
    if (kind === 'positional' || kind === 'list') result.push(value);
    else if (kind === 'rest') more = value as readonly unknown[];
    else if (kind === 'option' && value !== undefined && (value !== null || takesNull)) options[ours] = value;
    else if (kind === 'default-only' && !isDefault(value)) {
      throw new InvalidArgumentError(`${signature.names[0]}: expected ${name} to be left at its default, got ${JSON.stringify(value)}.`);
    }
  }
  result.push(...more);
  if (Object.keys(options).length > 0) return [...result, options];
  while (result.length > 0 && result.at(-1) === undefined) result.pop();
  return result;
}

function expectKerasOptions({ names, parameters }: KerasSignature, options: Readonly<Record<string, unknown>>): void {
  if (parameters.some(({ kind }) => kind === 'others')) return;
  const strange = Object.keys(options).filter((key) => !isDefault(options[key]) && !parameters.some(({ ours, kind }) => kind === 'option' && ours === key));
  if (strange.length > 0) throw new InvalidArgumentError(`keras.ops.${names[0]} has no argument that does what ${strange.join(', ')} does here.`);
}

/**
 * The call of Keras' function for arguments of ours: the other way of {@link toOurArguments}.
 *
 * @throws {InvalidArgumentError} for an option that Keras does not have.
 */
export function toKerasArguments(signature: KerasSignature, values: readonly unknown[]): KerasArguments {
  const { parameters } = signature;
  const positional = parameters.filter(({ kind }) => kind === 'positional' || kind === 'list');
  const hasRest = parameters.some(({ kind }) => kind === 'rest');
  const options = hasRest ? {} : ((values[positional.length] ?? {}) as Readonly<Record<string, unknown>>);
  expectKerasOptions(signature, options);
  const settings: Record<string, unknown> = {};
  const args: unknown[] = [];
  const kwargs: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, ours, isSetting, isWritten, kind } = parameter;
    if (kind === 'rest') args.push(...values.slice(positional.length));
    if (kind === 'list') args.push(...(values[positional.indexOf(parameter)] as readonly unknown[]));
    if (kind === 'others') Object.assign(kwargs, options);
    if (kind !== 'positional' && kind !== 'option') continue;
    const given = kind === 'positional' ? values[positional.indexOf(parameter)] : options[ours];
    const value = given === undefined && isWritten ? null : given;
    if (value === undefined) continue;
    if (isSetting) settings[name] = value;
    else if (kind === 'positional' && Object.keys(kwargs).length === 0) args.push(value);
    else kwargs[name] = value;
  }
  return { settings, args, kwargs };
}
