import { KedgeError, sizeOf, type DType, type NumericDType } from '@kedge/graph-core';
import type { Call, Packed, Pointer } from '../plan/kernel-call.js';
import type { Plan, PlanPort } from '../plan/plan.js';
import { programBytes, ProgramWriter, STEP_BYTES, type Resolve } from '../plan/program.js';
import type { KernelExports } from './module.js';
import { SPARE_BYTES } from '../plan/bind-plan.js';
import type { Memory } from './memory.js';
import { stopTeam, teamAt, teamBytes, writeContexts, type Team } from './team.js';

/** Values as they lie in memory. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

interface Program {
  readonly address: number;
  readonly steps: number;
}

interface Loaded extends Program {
  readonly plan: Plan;
  readonly arena: number;
  readonly workspace: number;
}

interface HeldForm {
  readonly key: string;
  readonly address: number;
  /** The models that use it. */
  readonly owners: Set<number>;
}

/**
 * Plans in one linear memory, and the kernels that run them. It works on the thread that calls it and knows nothing of
 * workers; other threads may help it, each with a context of its own.
 */
export class EngineCore {
  readonly #kernels: KernelExports;
  readonly #memory: Memory;
  readonly team: Team;
  #scratch = { address: 0, bytes: 0 };
  readonly #forms = new Map<string, HeldForm>();
  readonly #loaded = new Map<number, Loaded>();
  #lastHandle = 0;

  /** @param threads That run the plans, this one included; the others call `help` with their contexts in {@link EngineCore.team}. */
  constructor(kernels: KernelExports, memory: Memory, threads = 1) {
    this.#kernels = kernels;
    this.#memory = memory;
    const address = memory.allocate(teamBytes(threads));
    this.#bytes(address, teamBytes(threads)).fill(0);
    this.team = teamAt(address, threads);
    this.#writeContexts();
  }

  /** Bytes of the linear memory, whether they are used or not. */
  get memoryBytes(): number {
    return this.#memory.wasm.buffer.byteLength;
  }

  /** The forms of constants that a plan needs and that are not here yet. */
  missing(plan: Plan): readonly Packed[] {
    return plan.packed.filter((packed) => !this.#forms.has(keyOf(packed)));
  }

  /**
   * Puts a constant where kernels find it, for as long as one of its owners is there.
   *
   * @param owner A number for the model whose constant it is.
   */
  pack(packed: Packed, values: Uint8Array, owner: number): void {
    const held = this.#forms.get(keyOf(packed));
    if (held !== undefined) {
      held.owners.add(owner);
      return;
    }
    const target = this.#memory.allocate(packed.bytes + SPARE_BYTES);
    if (packed.calls.length === 0) this.#bytes(target, packed.bytes).set(values);
    else this.#runPacking(packed, values, target);
    this.#forms.set(keyOf(packed), { key: keyOf(packed), address: target, owners: new Set([owner]) });
  }

  /**
   * Makes a plan of a model ready to run.
   *
   * @returns A handle for {@link EngineCore.run}.
   */
  load(plan: Plan, owner: number): number {
    for (const form of plan.packed) this.#held(form).owners.add(owner);
    this.#reserveScratch(plan.scratchBytes);
    const arena = this.#memory.allocate(plan.arenaBytes + SPARE_BYTES);
    const workspace = this.#memory.allocate(plan.workspaceBytes + SPARE_BYTES);
    const calls = plan.steps.flatMap((step) => step.calls);
    const program = this.#write(calls, (pointer) => this.#resolve(pointer, { arena, workspace }));
    this.#lastHandle += 1;
    this.#loaded.set(this.#lastHandle, { plan, arena, workspace, ...program });
    return this.#lastHandle;
  }

  /** Runs a plan on the values of its inputs and copies its outputs out. */
  run(handle: number, inputs: readonly Numbers[]): Numbers[] {
    const loaded = this.#get(handle);
    const { plan } = loaded;
    plan.inputs.forEach((port, i) => this.#view(port, loaded).set(inputs[i] ?? []));
    this.#execute(loaded.address, loaded.steps);
    return plan.outputs.map((port) => this.#view(port, loaded).slice());
  }

  /** Frees what a plan has beside the constants of its model. */
  unload(handle: number): void {
    const { plan, address, arena, workspace } = this.#get(handle);
    for (const place of [address, arena, workspace]) this.#memory.free(place);
    for (const packed of plan.packed.filter(({ isOfPlan }) => isOfPlan)) this.#release(this.#held(packed));
    this.#loaded.delete(handle);
  }

  /** Frees the constants that no other model uses. */
  forget(owner: number): void {
    for (const form of this.#forms.values()) {
      form.owners.delete(owner);
      if (form.owners.size === 0) this.#release(form);
    }
  }

  #release(form: HeldForm): void {
    this.#memory.free(form.address);
    this.#forms.delete(form.key);
  }

  /** Lets the other threads end; nothing can be run any more. */
  stop(): void {
    stopTeam(this.#memory.wasm.buffer, this.team);
  }

  /**
   * Runs a plan step by step with a clock.
   *
   * @returns Milliseconds of each step.
   */
  profile(handle: number, inputs: readonly Numbers[]): number[] {
    const loaded = this.#get(handle);
    loaded.plan.inputs.forEach((port, i) => this.#view(port, loaded).set(inputs[i] ?? []));
    let at = 0;
    return loaded.plan.steps.map(({ calls }) => {
      const begin = performance.now();
      if (calls.length > 0) this.#execute(loaded.address + at * STEP_BYTES, calls.length);
      at += calls.length;
      return performance.now() - begin;
    });
  }

  #get(handle: number): Loaded {
    const loaded = this.#loaded.get(handle);
    if (loaded === undefined) throw new KedgeError('INTERNAL', `Plan ${handle} is not loaded.`);
    return loaded;
  }

  #held(packed: Packed): HeldForm {
    const held = this.#forms.get(keyOf(packed));
    if (held === undefined) throw new KedgeError('INTERNAL', `Constant '${packed.label}' was not packed as ${packed.key}.`);
    return held;
  }

  #runPacking({ calls }: Packed, values: Uint8Array, target: number): void {
    const source = this.#memory.allocate(values.byteLength + SPARE_BYTES);
    this.#bytes(source, values.byteLength).set(values);
    this.#reserveScratch(Math.max(0, ...calls.map(({ scratchBytes = 0 }) => scratchBytes)));
    const { address, steps } = this.#write(calls, (pointer) => (pointer.kind === 'source' ? source : target) + pointer.offset);
    this.#execute(address, steps);
    this.#memory.free(address);
    this.#memory.free(source);
  }

  #write(calls: readonly Call[], resolve: Resolve): Program {
    const address = this.#memory.allocate(programBytes(calls));
    new ProgramWriter(this.#memory.wasm.buffer, resolve).write(calls, address);
    return { address, steps: calls.length };
  }

  #resolve(pointer: Pointer, { arena, workspace }: { readonly arena: number; readonly workspace: number }): number {
    switch (pointer.kind) {
      case 'arena': return arena + pointer.offset;
      case 'workspace': return workspace + pointer.offset;
      case 'packed': return this.#held(pointer.packed).address + pointer.offset;
      default: throw new KedgeError('INTERNAL', `A plan refers to the ${pointer.kind} of a packing.`);
    }
  }

  #reserveScratch(bytes: number): void {
    if (bytes <= this.#scratch.bytes) return;
    if (this.#scratch.address !== 0) this.#memory.free(this.#scratch.address);
    const each = Math.ceil((bytes + SPARE_BYTES) / SPARE_BYTES) * SPARE_BYTES;
    this.#scratch = { address: this.#memory.allocate(each * this.team.threads), bytes: each };
    this.#writeContexts();
  }

  #writeContexts(): void {
    writeContexts(this.#memory.wasm.buffer, this.team, this.#scratch);
  }

  #execute(program: number, steps: number): void {
    const [context = 0] = this.team.contexts;
    if (this.team.threads === 1) this.#kernels.run(program, steps, context);
    else this.#kernels.lead(program, steps, context, this.team.address);
  }

  #bytes(address: number, bytes: number): Uint8Array {
    return new Uint8Array(this.#memory.wasm.buffer, address, bytes);
  }

  #view({ shape, dtype, pointer }: PlanPort, place: { readonly arena: number; readonly workspace: number }): Numbers {
    return numbersAt(this.#memory.wasm.buffer, this.#resolve(pointer, place), sizeOf(shape), dtype);
  }
}

const keyOf = ({ constant, key }: Packed): string => `${constant}:${key}`;

function numbersAt(buffer: ArrayBufferLike, address: number, size: number, dtype: DType): Numbers {
  switch (dtype as NumericDType) {
    case 'float32': return new Float32Array(buffer, address, size);
    case 'int32': return new Int32Array(buffer, address, size);
    default: return new Uint8Array(buffer, address, size);
  }
}
