import { isSymbolicTensor, isVariable, KedgeError, ops, type Dim, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { Layer, UnsupportedInFormatError, type Variable } from '@kedge/layers/engine';
import { splitOutput, type GraphJson, type GraphNode } from './graph-json.js';
import { knownNumbers, type Known } from './known-numbers.js';
import { NODE_FUNCTIONS, type NodeValue } from './node-functions.js';

/** Arrays of whole numbers up to this size may be shapes or axes, and are looked at. */
const SMALL = 4096;

/** A graph and its arrays. */
export interface GraphSource {
  readonly graph: GraphJson;
  /** By the name of the node that each is. */
  readonly arrays: ReadonlyMap<string, Tensor>;
  /** Names of the placeholders, in the order of the inputs. */
  readonly placeholders: readonly string[];
  readonly outputs: readonly string[];
  /** The file, for messages. */
  readonly file: string;
}

/** Computes what a tfjs graph-model computes, in Kedge's ops: one layer, whose weights are the arrays of the graph. */
export class GraphModelLayer extends Layer {
  static readonly className = 'TfjsGraphModel';
  static readonly fields = {};
  readonly #source: GraphSource;
  readonly #order: readonly GraphNode[];
  readonly #weights = new Map<string, Variable>();

  constructor(source: GraphSource, name: string) {
    super({ name } as never);
    this.#source = source;
    this.#order = orderOf(source);
  }

  protected override build(_inputs: readonly TensorSpec[]): void {
    for (const [name, value] of this.#source.arrays) {
      if (value.dtype !== 'float32') continue;
      // The values are there already: nothing is to be drawn.
      const initializer = { bind: () => () => value };
      this.#weights.set(name, this.addWeight(name, value.shape, { initializer: initializer as never, trainable: false, dtype: 'float32' } as never));
    }
  }

  protected override call(inputs: unknown): unknown {
    const given = (Array.isArray(inputs) ? inputs : [inputs]) as readonly ValueLike[];
    const values = new Map<string, readonly NodeValue[]>(this.#source.placeholders.map((name, i) => [name, [{ value: given[i] ?? 0, known: undefined }]]));
    for (const node of this.#order) if (!values.has(node.name)) values.set(node.name, this.#run(node, values));
    const results = this.#source.outputs.map((reference) => {
      const { value } = at(reference, values);
      return isSymbolicTensor(value) ? value : ops.identity(value as Value);
    });
    return results.length === 1 ? results[0] : results;
  }

  override getConfig(): Record<string, unknown> {
    throw new UnsupportedInFormatError(`'${this.name}' came out of a tfjs graph-model, which holds operations and no Keras layers: it can be run, and saved as a graph-model again. Convert the Keras model that it was made from.`);
  }

  #run(node: GraphNode, values: ReadonlyMap<string, readonly NodeValue[]>): readonly NodeValue[] {
    if (node.op === 'Const') return [this.#constant(node.name)];
    const inputs = node.inputs.map((reference) => at(reference, values));
    const known = knownNumbers(node, inputs.map((input) => input.known), inputs.map(({ value }) => shapeOf(value)));
    const fn = NODE_FUNCTIONS[node.op];
    if (fn === undefined) throw new KedgeError('INTERNAL', `Expected '${node.op}' to be known.`);
    // Sizes that only a run tells have no value here; who needs one says so.
    if (known?.includes(null) === true) return [{ value: 0, known }];
    if (known !== undefined && node.op === 'Shape') return [{ value: { data: Int32Array.from(known, Number), shape: [known.length], dtype: 'int32' }, known }];
    try {
      const sizes = (i: number): readonly Dim[] => {
        const found = inputs[i]?.known;
        if (found === undefined) throw new RangeError(`its input ${i} is not known before it runs`);
        return found;
      };
      const numbers = (i: number): readonly number[] => {
        const found = sizes(i);
        if (!found.every((size) => size !== null)) throw new RangeError(`its input ${i} is not known before it runs`);
        return found;
      };
      const x = (i: number): ValueLike => {
        if (inputs[i]?.known?.includes(null) === true) throw new RangeError('it computes with a size that only a run tells');
        return inputs[i]?.value ?? 0;
      };
      const results = [fn({ node, inputs, x, numbers, sizes })].flat();
      return results.map((value) => ({ value, known }));
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new KedgeError('UNSUPPORTED_OP', `${this.#source.file}: operation '${node.name}' (${node.op}) is not read: ${cause.message}. Run this model in tfjs, or convert the Keras model that it was made from.`, { cause });
    }
  }

  #constant(name: string): NodeValue {
    const value = this.#source.arrays.get(name);
    if (value === undefined) throw new KedgeError('INTERNAL', `Expected an array for '${name}'.`);
    const isSmall = value.dtype !== 'string' && value.data.length <= SMALL;
    return { value: this.#weights.get(name) ?? (value as ValueLike), known: isSmall ? (Array.from(value.data) as Known) : undefined };
  }
}

function shapeOf(value: ValueLike): Known {
  return typeof value === 'object' || isVariable(value) ? (value as { readonly shape: Known }).shape : [];
}

function at(reference: string, values: ReadonlyMap<string, readonly NodeValue[]>): NodeValue {
  const [name, index] = splitOutput(reference);
  const value = values.get(name)?.[index];
  if (value === undefined) throw new KedgeError('INTERNAL', `Expected '${reference}' to be computed.`);
  return value;
}

/**
 * The nodes that the outputs need, producers first.
 *
 * @throws {KedgeError} `INVALID_MODEL_CONFIG` for a reference to nothing and for a cycle.
 */
function orderOf({ graph, placeholders, outputs, file }: GraphSource): readonly GraphNode[] {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const order: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>(placeholders.map((name) => [name, 'done']));
  const stack: { readonly node: GraphNode; next: number }[] = [];
  const enter = (reference: string): void => {
    const [name] = splitOutput(reference);
    if (state.get(name) === 'done') return;
    const node = byName.get(name);
    if (node === undefined) throw new KedgeError('INVALID_MODEL_CONFIG', `${file}: an operation takes '${reference.slice(0, 200)}', and there is none of that name. The file is damaged; get it again.`);
    if (state.get(name) === 'open') throw new KedgeError('INVALID_MODEL_CONFIG', `${file}: operation '${name}' depends on itself. The file is damaged; get it again.`);
    state.set(name, 'open');
    stack.push({ node, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input !== undefined) enter(input);
      else {
        stack.pop();
        state.set(top.node.name, 'done');
        order.push(top.node);
      }
    }
  }
  return order;
}
