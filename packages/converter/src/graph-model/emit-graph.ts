import { isConstant, RESULT, type Constant, type Operand, type PrimitiveGraph, type Step } from '@kedge/compiler';
import { tensor, type PrimitiveName } from '@kedge/graph-core';
import { elementwise } from './emit-elementwise.js';
import { products, emitMatmul } from './emit-products.js';
import { shapes, expandAt } from './emit-shapes.js';
import { emitConv, emitDepthwise, fusedOf, windows } from './emit-windows.js';
import { outputOf, refuse, shapeAt, type Call, type Emit } from './emit.js';
import { attr, knownShape, type GraphDef, type NodeOutput } from './graph-def.js';
import type { OpenSizes } from './open-sizes.js';

/** Loops of more steps are refused: each step is nodes of its own. */
const MOST_STEPS = 2000;

/** How each primitive becomes nodes; a missing one does not compile. */
const EMITTERS: { readonly [K in Exclude<PrimitiveName, 'scan'>]: Emit<K> } = { ...elementwise, ...shapes, ...windows, ...products };

type Values = Map<Operand, NodeOutput>;
type Primed = Map<Operand, readonly number[] | undefined>;

/** Where nodes go, and what is known of sizes that only a run tells. */
export interface Emission {
  readonly graph: GraphDef;
  readonly sizes: OpenSizes | undefined;
  /** Nodes of the inputs of the whole model. */
  readonly placeholders: readonly NodeOutput[];
}

/** Where steps are: those of a loop's body stand for each of its runs. */
interface Place {
  /** Put before the names of nodes. */
  readonly prefix: string;
  /** The loops around, as they are named in the model. */
  readonly path: string;
}

/**
 * Adds the nodes of a graph of primitives.
 *
 * @param inputs What stands for the graph's inputs.
 * @param primed Their shapes with primes in place of open sizes.
 * @returns What stands for its outputs.
 * @throws {UnsupportedInFormatError} naming the step that tfjs cannot do.
 */
export function emitGraph(from: PrimitiveGraph, emission: Emission, inputs: readonly NodeOutput[], primed: readonly (readonly number[] | undefined)[], place: Place = { prefix: '', path: '' }): readonly NodeOutput[] {
  const { graph } = emission;
  const values: Values = new Map(from.inputs.map(({ value }, i) => [value, inputs[i] ?? '']));
  const shapesOf: Primed = new Map(from.inputs.map(({ value }, i) => [value, primed[i]]));
  for (const step of from.steps) {
    const outputs = emission.sizes?.outputsOf(`${place.path}${step.name}`, step.outputs.map((value) => from.specOf(value).shape)) ?? [];
    step.outputs.forEach((value, i) => shapesOf.set(value, outputs[i]));
    emitStep(step, { from, emission, values, shapesOf, place }).forEach((output, i) => {
      const value = step.outputs[i];
      if (value !== undefined) values.set(value, output);
    });
  }
  return from.outputs.map(({ operand }) => nodeOf(operand, graph, values));
}

/** What a step needs to know of the graph around it. */
interface Around {
  readonly from: PrimitiveGraph;
  readonly emission: Emission;
  readonly values: Values;
  readonly shapesOf: Primed;
  readonly place: Place;
}

function nodeOf(operand: Operand, graph: GraphDef, values: Values): NodeOutput {
  if (isConstant(operand)) return constantNode(operand, graph);
  return values.get(operand) ?? '';
}

function constantNode(constant: Constant, graph: GraphDef): NodeOutput {
  return graph.constant(constant.value(), constant.label, constant);
}

function emitStep(step: Step, around: Around): readonly NodeOutput[] {
  const { values, emission, place } = around;
  const { graph } = emission;
  const call = callOf(step, around);
  const nothing = emptyOutputs(call);
  if (nothing !== undefined) return nothing;
  if (step.primitive === 'scan') return emitLoop(call as Call<'scan'>, emission, { prefix: `${place.prefix}${step.name}/`, path: `${place.path}${step.name}/` });
  const { epilogue } = step;
  const [bias] = epilogue;
  const other = bias?.inputs.find((input): input is Operand => input !== RESULT);
  if (bias === undefined || other === undefined) return emitCall(call);
  const fused = fusedOf(epilogue, biasNode(other, graph, values));
  switch (step.primitive) {
    case 'conv':
      return [emitConv(call as Call<'conv'>, fused)];
    case 'depthwiseConv':
      return [emitDepthwise(call as Call<'depthwiseConv'>, fused)];
    default:
      return [emitMatmul(call as Call<'matmul'>, fused)];
  }
}

/** A bias as a vector. */
function biasNode(operand: Operand, graph: GraphDef, values: Values): NodeOutput {
  if (!isConstant(operand) || operand.shape.length === 1) return nodeOf(operand, graph, values);
  const value = operand.value();
  return graph.constant({ ...value, shape: [value.data.length] } as typeof value, operand.label);
}

function callOf(step: Step, { from, emission, values, shapesOf, place }: Around): Call {
  const { graph, sizes, placeholders } = emission;
  const primedOf = (operand: Operand): readonly number[] | undefined => (isConstant(operand) ? operand.shape : shapesOf.get(operand));
  return {
    graph,
    name: `${place.prefix}${step.name}`,
    primitive: step.primitive,
    attrs: step.attrs,
    inputs: step.inputs.map((input) => nodeOf(input, graph, values)),
    inputSpecs: step.inputs.map((input) => from.specOf(input)),
    outputSpecs: step.outputs.map((value) => from.specOf(value)),
    open: { inputs: step.inputs.map(primedOf), outputs: step.outputs.map(primedOf), nodeOf: (size) => sizes?.nodeOf(size, graph, placeholders) },
  } as Call;
}

/** Tensors without elements are constants: many of tfjs' kernels stumble over them. */
function emptyOutputs(call: Call): readonly NodeOutput[] | undefined {
  const empty = call.outputSpecs.map(({ shape, dtype }) => {
    const known = knownShape(shape);
    return known === undefined || !known.includes(0) || dtype === 'string' ? undefined : tensor([], known, dtype === 'uint8' ? 'int32' : dtype);
  });
  return empty.length > 0 && empty.every((value) => value !== undefined) ? empty.map((value) => call.graph.constant(value, `${call.name}/nothing`)) : undefined;
}

/** One step by the emitter of its primitive. */
function emitCall(call: Call): readonly NodeOutput[] {
  const emit = EMITTERS[call.primitive as Exclude<PrimitiveName, 'scan'>] as unknown as Emit<PrimitiveName>;
  return emit(call);
}

/** A loop whose steps are known in number, as nodes for each step. */
function emitLoop(call: Call<'scan'>, emission: Emission, place: Place): readonly NodeOutput[] {
  const { attrs } = call;
  const { carryCount, sequenceCount, body } = attrs;
  const steps = attrs.length ?? shapeAt(call, carryCount)[0] ?? null;
  if (steps === null) return refuse(call, 'the number of its steps is known only when it runs. Give the model\'s input a fixed length');
  if (steps > MOST_STEPS) return refuse(call, `it has ${steps} steps, and each would be nodes of its own (${MOST_STEPS} at most)`);
  const slices = call.inputs.slice(carryCount, carryCount + sequenceCount).map((x) => unpack(call, x, steps));
  const captured = call.inputs.slice(carryCount + sequenceCount);
  const primed = call.open.inputs.map((shape, i) => (i >= carryCount && i < carryCount + sequenceCount ? shape?.slice(1) : shape));
  let carry = call.inputs.slice(0, carryCount);
  const collected: NodeOutput[][] = Array.from({ length: steps }, () => []);
  for (let i = 0; i < steps; i++) {
    const at = attrs.reverse ? steps - 1 - i : i;
    const results = emitGraph(body, emission, [...carry, ...slices.map((parts) => parts[at] ?? ''), ...captured], primed, { ...place, prefix: `${place.prefix}step_${i}/` });
    collected[at] = results.slice(carryCount);
    carry = results.slice(0, carryCount);
  }
  const outputs = body.outputs.slice(carryCount).map((_, k) => stack(call, collected.map((results) => results[k] ?? '')));
  return [...carry, ...outputs];
}

function unpack(call: Call, x: NodeOutput, steps: number): readonly NodeOutput[] {
  if (steps === 0) return [];
  const parts = call.graph.add('Unpack', `${call.name}/unstack`, [x], { T: attr.type(outputOf(call).dtype), num: attr.int(steps), axis: attr.int(0) });
  return Array.from({ length: steps }, (_, i) => (i === 0 ? parts : `${parts}:${i}`));
}

function stack(call: Call, parts: readonly NodeOutput[]): NodeOutput {
  if (parts.length === 1) return expandAt(call, parts[0] ?? '', 0);
  return call.graph.add('Pack', `${call.name}/stack`, parts, { N: attr.int(parts.length), axis: attr.int(0) });
}

