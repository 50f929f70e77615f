import { Constant, defaultSharing, isConstant, placeInConcatenations, planMemory, type Operand, type Placement, type PrimitiveGraph, type SharingRule, type Step, type ValueId } from '@kedge/compiler';
import { BYTES_PER_ELEMENT, formatShape, isFullyKnown, KedgeError, sizeOf, type Tensor } from '@kedge/graph-core';
import { binders } from '../binders/index.js';
import type { Machine } from '../engine/machine.js';
import type { BindContext, Binder, BoundBody, BoundSpec } from './binder.js';
import { stridedAccess } from './strided.js';
import { advanced, type Call, type Packed, type PackedForm, type Pointer } from './kernel-call.js';
import { kernelCalls, type Plan, type PlanStep } from './plan.js';

/** Bytes after each value and workspace that kernels may read, and write nonsense to. */
export const SPARE_BYTES = 64;

const align = (bytes: number): number => Math.ceil(bytes / 16) * 16;

const numbers = new WeakMap<Constant, number>();
let lastNumber = 0;

/** A number of its own for every constant. */
function numberOf(constant: Constant): number {
  const known = numbers.get(constant);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(constant, lastNumber);
  return lastNumber;
}

/** The constants of a plan in all their forms, each form once. */
class PackedPool {
  readonly constants = new Map<number, Constant>();
  readonly #forms = new Map<string, Packed>();

  get all(): readonly Packed[] {
    return [...this.#forms.values()];
  }

  get(constant: Constant, form: PackedForm, sourceBytes: number, isOfPlan = false): Packed {
    const number = numberOf(constant);
    const key = `${number}:${form.key}`;
    const packed = this.#forms.get(key) ?? { ...form, constant: number, label: constant.label, sourceBytes, isOfPlan };
    this.#forms.set(key, packed);
    this.constants.set(number, constant);
    return packed;
  }
}

interface Place {
  readonly valuePointer: (value: number) => Pointer;
  /** Where the workspace of a step begins. */
  readonly workspaceBase: number;
  /** Values that lie inside others. */
  readonly placements?: ReadonlyMap<ValueId, Placement>;
}

/** Binds the steps of a graph, or of the body of a loop, whose arena lies at an offset of the workspace. */
class GraphBinding implements BindContext {
  readonly machine: Machine;
  readonly graph: PrimitiveGraph;
  readonly #pool: PackedPool;
  readonly #valuePointer: (value: number) => Pointer;
  readonly #placements: ReadonlyMap<ValueId, Placement>;
  /** Where the workspace of a step begins. */
  readonly #workspaceBase: number;
  #workspaceEnd: number;
  /** The furthest that any step went. */
  workspaceBytes: number;

  constructor(graph: PrimitiveGraph, machine: Machine, pool: PackedPool, place: Place) {
    this.graph = graph;
    this.machine = machine;
    this.#pool = pool;
    this.#valuePointer = place.valuePointer;
    this.#placements = place.placements ?? new Map();
    this.#workspaceBase = place.workspaceBase;
    this.#workspaceEnd = place.workspaceBase;
    this.workspaceBytes = place.workspaceBase;
  }

  bindSteps(): PlanStep[] {
    return this.graph.steps.map((step) => {
      this.#workspaceEnd = this.#workspaceBase;
      const calls = this.#isDone(step) ? [] : bindStep(step, this);
      this.workspaceBytes = Math.max(this.workspaceBytes, this.#workspaceEnd);
      return { name: step.name, primitive: step.primitive, shape: this.specOf(step.outputs[0] ?? 0).shape, calls };
    });
  }

  /** Whether a step is a concatenation of what lies in its output already. */
  #isDone({ primitive, inputs, outputs: [output = -1] }: Step): boolean {
    if (primitive !== 'concatenate') return false;
    let at = this.pointer(output).offset;
    return inputs.every((operand) => {
      const isThere = !isConstant(operand) && this.#placements.has(operand) && this.pointer(operand).offset === at;
      const { shape, dtype } = this.specOf(operand);
      const isWhole = this.rowStride(operand) === (shape.at(-1) ?? 1);
      at += (isWhole ? sizeOf(shape) : (shape.at(-1) ?? 1)) * BYTES_PER_ELEMENT[dtype];
      return isThere;
    });
  }

  specOf(operand: Operand): BoundSpec {
    const { shape, dtype } = this.graph.specOf(operand);
    if (!isFullyKnown(shape)) throw new KedgeError('UNBOUND_SHAPE', `A plan needs all sizes, got ${formatShape(shape)}. Lower the model with inputShapes.`);
    return { shape, dtype };
  }

  pointer(operand: Operand): Pointer {
    if (!isConstant(operand)) return this.#valuePointer(operand);
    return this.pack(operand, { key: 'raw', bytes: this.#bytesOf(operand), calls: [] });
  }

  rowStride(operand: Operand): number {
    const placement = isConstant(operand) ? undefined : this.#placements.get(operand);
    return placement?.rowStride ?? this.specOf(operand).shape.at(-1) ?? 1;
  }

  pack(constant: Constant, form: PackedForm): Pointer {
    return { kind: 'packed', packed: this.#pool.get(constant, form, this.#bytesOf(constant)), offset: 0 };
  }

  table(label: string, data: Float32Array | Int32Array): Pointer {
    const dtype = data instanceof Float32Array ? 'float32' : 'int32';
    const value = { data, shape: [data.length], dtype } as Tensor;
    const constant = new Constant(-1, { label, shape: value.shape, dtype, isLiteral: true, compute: () => value });
    const form: PackedForm = { key: 'raw', bytes: data.byteLength, calls: [] };
    return { kind: 'packed', packed: this.#pool.get(constant, form, data.byteLength, true), offset: 0 };
  }

  #bytesOf(operand: Operand): number {
    const { shape, dtype } = this.specOf(operand);
    return sizeOf(shape) * BYTES_PER_ELEMENT[dtype];
  }

  workspace(bytes: number): Pointer {
    const offset = this.#workspaceEnd;
    this.#workspaceEnd = align(offset + bytes + SPARE_BYTES);
    return { kind: 'workspace', offset };
  }

  bindBody(body: PrimitiveGraph, inputs: readonly Pointer[]): BoundBody {
    const given = new Map(body.inputs.map(({ value }, i) => [value, inputs[i]] as const));
    // The inputs are needed again in the next round: nothing may be written over them.
    const sharing: SharingRule = (step) => defaultSharing(step).filter(({ operand }) => isConstant(operand) || !given.has(operand));
    const memory = planMemory(body, { spareBytes: SPARE_BYTES, sharing });
    const arena = this.workspace(memory.arenaBytes);
    const inner = new GraphBinding(body, this.machine, this.#pool, {
      valuePointer: (value) => given.get(value) ?? advanced(arena, memory.offsets[value] ?? 0),
      workspaceBase: this.#workspaceEnd,
    });
    const steps = inner.bindSteps();
    this.#workspaceEnd = Math.max(this.#workspaceEnd, inner.workspaceBytes);
    return { calls: steps.flatMap(({ calls }) => calls), outputs: body.outputs.map(({ operand }) => inner.pointer(operand)) };
  }
}

function bindStep(step: Step, context: BindContext): readonly Call[] {
  // The table pairs every primitive with a binder of its own.
  const binder = binders[step.primitive] as Binder<Step['primitive']> | undefined;
  if (binder === undefined) throw new KedgeError('UNSUPPORTED_OP', `The WASM engine has no kernel for '${step.primitive}' (step '${step.name}').`);
  return binder(step, context);
}

/**
 * Chooses a kernel for each step of a graph, and a place in memory for each value.
 *
 * @param graph All sizes known.
 * @returns The plan, and its constants by number.
 * @throws {KedgeError} `UNBOUND_SHAPE` when a size is not known.
 */
export function bindPlan(graph: PrimitiveGraph, machine: Machine): { readonly plan: Plan; readonly constants: ReadonlyMap<number, Constant> } {
  const placements = placeInConcatenations(graph, stridedAccess);
  const memory = planMemory(graph, { spareBytes: SPARE_BYTES, placements });
  const pool = new PackedPool();
  const binding = new GraphBinding(graph, machine, pool, {
    valuePointer: (value) => ({ kind: 'arena', value, offset: memory.offsets[value] ?? 0 }),
    workspaceBase: 0,
    placements,
  });
  const steps = binding.bindSteps();
  const port = ({ name, operand }: { name: string; operand: Operand }): Plan['outputs'][number] => ({ name, ...binding.specOf(operand), pointer: binding.pointer(operand) });
  const calls = steps.flatMap((step) => kernelCalls(step.calls));
  const plan: Plan = {
    steps,
    inputs: graph.inputs.map(({ name, value }) => port({ name, operand: value })),
    outputs: graph.outputs.map(port),
    arenaBytes: memory.arenaBytes,
    workspaceBytes: binding.workspaceBytes,
    scratchBytes: Math.max(0, ...calls.map(({ scratchBytes = 0 }) => scratchBytes)),
    packed: pool.all,
  };
  return { plan, constants: pool.constants };
}
