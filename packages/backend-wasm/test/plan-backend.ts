import { fusionRules, inferenceRules, lower, rewrite } from '@kedge/compiler';
import {
  callPrimitive,
  FunctionGraph,
  inferOutputSpec,
  Operation,
  placeholder,
  primitives,
  tensor,
  VALUE_KIND,
  type EagerBackend,
  type EagerValue,
  type Primitive,
  type PrimitiveAttrs,
  type PrimitiveName,
  type SymbolicTensor,
  type Tensor,
  type TensorSpec,
} from '@kedge/graph-core';
import { bindPlan, compileBuild, EngineCore, instantiate, machineOf, Memory, newMemory, type BuildName, type Machine, type Numbers } from '../src/index.js';

/** A value that lies in host memory: each call of the backend makes a plan, runs it and reads the results. */
class HostValue implements EagerValue {
  readonly [VALUE_KIND] = 'eager';
  readonly backend: EagerBackend;
  readonly tensor: Tensor;

  constructor(backend: EagerBackend, tensor: Tensor) {
    this.backend = backend;
    this.tensor = tensor;
  }

  get shape(): readonly number[] {
    return this.tensor.shape;
  }

  get dtype(): Tensor['dtype'] {
    return this.tensor.dtype;
  }

  dispose(): void {}
}

export interface PlanBackendOptions {
  readonly build?: BuildName;
  readonly machine?: Partial<Machine>;
  /** Which inputs are handed in as constants, as weights are. */
  readonly isConstant?: (index: number, primitive: PrimitiveName) => boolean;
}

/** Runs every primitive as a plan of one step, so that op cases can be run against the engine. */
export async function planBackend({ build = 'baseline', machine = {}, isConstant = () => false }: PlanBackendOptions = {}): Promise<EagerBackend> {
  const wasm = newMemory(build);
  const kernels = await instantiate(await compileBuild(build), wasm);
  const core = new EngineCore(kernels, new Memory(wasm, kernels.heapBase()));
  const target: Machine = { ...machineOf({ fma: build.startsWith('relaxed'), isArm: false }), ...machine };
  const backend: EagerBackend = {
    name: `plan-${build}`,
    execute<K extends PrimitiveName>(name: K, inputs: readonly EagerValue[], attrs: PrimitiveAttrs<K>, outputs: readonly TensorSpec[]): EagerValue[] {
      const tensors = inputs.map((value) => (value as HostValue).tensor);
      const results = runStep(core, target, name, tensors, attrs, (i) => isConstant(i, name));
      return outputs.map(({ shape, dtype }, i) => new HostValue(backend, { data: results[i], shape, dtype } as Tensor));
    },
    fromTensor: (tensor) => new HostValue(backend, tensor),
    read: async (value) => (value as HostValue).tensor,
    tidy: (fn) => fn(),
    keep: (value) => value,
    valueAndGradients() {
      throw new Error('The engine computes no gradients.');
    },
  };
  return backend;
}

/** A primitive as a layer sees it: an operation that computes in ops. */
class OneStep extends Operation {
  readonly #compute: (inputs: readonly unknown[]) => unknown;

  constructor(compute: (inputs: readonly unknown[]) => unknown) {
    super('step');
    this.#compute = compute;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.#compute(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    return this.#compute(args);
  }
}

function runStep(core: EngineCore, machine: Machine, name: PrimitiveName, tensors: readonly Tensor[], attrs: object, isConstant: (index: number) => boolean): Numbers[] {
  const primitive = primitives[name] as unknown as Primitive<string, object, 'many'>;
  const given = tensors.filter((_, i) => !isConstant(i));
  // With no symbolic argument, there would be nothing to trace.
  if (given.length === 0 && tensors.length > 0) return runStep(core, machine, name, tensors, attrs, () => false);
  const symbols = given.map(({ shape, dtype }, i) => placeholder({ shape, dtype }, `x${i}`));
  const inputs = symbols.length > 0 ? symbols : [placeholder({ shape: [1], dtype: 'float32' }, 'unused')];
  const compute = (args: readonly unknown[]): unknown => {
    let next = 0;
    return callPrimitive(primitive, tensors.map((tensor, i) => (isConstant(i) ? tensor : (args[next++] as SymbolicTensor))), attrs);
  };
  const graph = lower(FunctionGraph.trace(inputs, new OneStep(compute).symbolicCall(inputs) as SymbolicTensor[]));
  return runGraph(core, machine, graph, given.length > 0 ? given : [tensor([0], [1])]);
}

const OWNER = 1;

/** Runs a graph once and forgets it. */
export function runGraph(core: EngineCore, machine: Machine, graph: ReturnType<typeof lower>, inputs: readonly Tensor[]): Numbers[] {
  const { plan, constants } = bindPlan(graph, machine);
  for (const packed of core.missing(plan)) {
    const constant = constants.get(packed.constant)?.value();
    if (constant === undefined || constant.dtype === 'string') throw new Error(`Constant ${packed.label} has no numbers.`);
    const { data } = constant;
    core.pack(packed, new Uint8Array(data.buffer, data.byteOffset, data.byteLength), OWNER);
  }
  const handle = core.load(plan, OWNER);
  try {
    return core.run(handle, inputs.map(({ data }) => data as Numbers));
  } finally {
    core.unload(handle);
    core.forget(OWNER);
  }
}

/** A graph as sessions run it: rewritten and fused. */
export function optimised(graph: FunctionGraph, inputShapes: readonly (readonly number[])[]): ReturnType<typeof lower> {
  return rewrite(rewrite(lower(graph, { inputShapes }), inferenceRules).graph, fusionRules()).graph;
}
