import { InvalidArgumentError, type DType, type Dim, type Shape, type Tensor } from '@kedge/graph-core';
import type { JsonObject, JsonValue } from '../io/json.js';

/** What a node of a graph-model takes: the name of another node, with `:1` and so on for its further outputs. */
export type NodeOutput = string;

const DTYPES: Readonly<Record<DType, string>> = { float32: 'DT_FLOAT', int32: 'DT_INT32', uint8: 'DT_INT32', bool: 'DT_BOOL', string: 'DT_STRING' };

/** TensorFlow's name of a dtype; tfjs holds bytes as 32-bit integers. */
export function dataType(dtype: DType): string {
  return DTYPES[dtype];
}

const utf8 = new TextEncoder();
const base64 = (text: string): string => btoa(String.fromCharCode(...utf8.encode(text)));

/** A shape as TensorFlow writes it: an unknown size is -1. */
export function shapeProto(shape: Shape): JsonObject {
  return { dim: shape.map((dim) => ({ size: String(dim ?? -1) })) };
}

/** Values of attributes, in the JSON form of TensorFlow's `AttrValue`. */
export const attr = {
  type: (dtype: DType): JsonObject => ({ type: dataType(dtype) }),
  int: (value: number): JsonObject => ({ i: String(value) }),
  float: (value: number): JsonObject => ({ f: value }),
  bool: (value: boolean): JsonObject => ({ b: value }),
  string: (value: string): JsonObject => ({ s: base64(value) }),
  ints: (values: readonly number[]): JsonObject => ({ list: { i: values.map(String) } }),
  strings: (values: readonly string[]): JsonObject => ({ list: { s: values.map(base64) } }),
  shape: (shape: Shape): JsonObject => ({ shape: shapeProto(shape) }),
};

/** Arrays up to this size are one node when their values are. */
const COMPARE_BELOW = 64;

/** Gathers the nodes and arrays of a TensorFlow graph as tfjs reads it. */
export class GraphDef {
  readonly nodes: JsonObject[] = [];
  readonly weights: (readonly [string, Tensor])[] = [];
  readonly #names = new Set<string>();
  readonly #constants = new Map<unknown, NodeOutput>();

  /** A name that no node has yet, made of the letters that TensorFlow takes. */
  uniqueName(wanted: string): string {
    const base = wanted.replaceAll(/[^A-Za-z0-9_./-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'n') || 'node';
    let name = base;
    for (let i = 1; this.#names.has(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Adds a node and gives its (first) output. */
  add(op: string, name: string, inputs: readonly NodeOutput[], attributes: Readonly<Record<string, JsonValue>> = {}): NodeOutput {
    const unique = this.uniqueName(name);
    this.nodes.push({ name: unique, op, ...(inputs.length === 0 ? {} : { input: [...inputs] }), attr: { ...attributes } });
    return unique;
  }

  /**
   * A node for an array; the same array, or an equal small one, is one node.
   *
   * @param key What the array comes from, where that is an object of its own.
   */
  constant(value: Tensor, name: string, key?: object): NodeOutput {
    if (value.dtype === 'string') throw new InvalidArgumentError('Expected numbers for a constant of a graph-model, got strings.');
    const text = value.data.length <= COMPARE_BELOW ? `${value.dtype}[${value.shape.join()}]${Array.from(value.data, (item) => (Object.is(item, -0) ? '-0' : item)).join()}` : undefined;
    const known = this.#constants.get(key) ?? (text === undefined ? undefined : this.#constants.get(text));
    if (known !== undefined) return known;
    const node = this.uniqueName(name);
    this.nodes.push({ name: node, op: 'Const', attr: { dtype: attr.type(value.dtype), value: { tensor: { dtype: dataType(value.dtype), tensorShape: shapeProto(value.shape) } } } });
    this.weights.push([node, value]);
    if (key !== undefined) this.#constants.set(key, node);
    if (text !== undefined) this.#constants.set(text, node);
    return node;
  }

  /** What was made under a key before, else what is made now. */
  once(key: string, make: () => NodeOutput): NodeOutput {
    const made = this.#constants.get(key) ?? make();
    this.#constants.set(key, made);
    return made;
  }

  /** A node for whole numbers. */
  ints(values: readonly number[], name: string, shape: readonly number[] = [values.length]): NodeOutput {
    return this.constant({ data: Int32Array.from(values), shape, dtype: 'int32' }, name);
  }

  /** A node for one number. */
  scalar(value: number, dtype: 'float32' | 'int32', name: string): NodeOutput {
    return this.constant(dtype === 'int32' ? { data: Int32Array.of(value), shape: [], dtype } : { data: Float32Array.of(value), shape: [], dtype }, name);
  }
}

/** Sizes that are all known, or `undefined`. */
export function knownShape(shape: readonly Dim[]): readonly number[] | undefined {
  return shape.every((dim) => dim !== null) ? shape : undefined;
}
