import { ops, type Shape, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import type { ResolvedConfig } from '../config/field.js';
import { built, lastDim } from '../engine/dims.js';
import type { Variable } from '../engine/variable.js';
import type { Initializer } from '../initializers/index.js';
import type { OpaqueObject } from '../config/keras-object.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import { RecurrentCell } from './cell.js';
import type { cellSeed, simpleCellFields } from './cell-fields.js';
import { drawMasks, masked, type DrawnMasks } from './drawn-masks.js';

type DenseCellFields = typeof simpleCellFields & typeof cellSeed;

/**
 * A cell whose inputs and states are vectors.
 *
 * Weights: kernel `[features, gates * units]`, recurrent_kernel `[units, gates * units]`, bias.
 */
export abstract class DenseCell<F extends DenseCellFields> extends RecurrentCell<DrawnMasks, F> {
  /** How many vectors of `units` numbers one step needs. */
  protected abstract readonly gates: number;
  /** How many states there are. */
  protected abstract readonly stateCount: number;
  #kernel: Variable | undefined;
  #recurrentKernel: Variable | undefined;
  #bias: Variable | undefined;
  #seed: LayerSeed | undefined;

  /** The config as every dense cell has it. */
  protected get common(): ResolvedConfig<DenseCellFields> {
    return this.config as unknown as ResolvedConfig<DenseCellFields>;
  }

  /** The weights of the states. */
  protected get recurrentKernel(): Variable {
    return built(this.#recurrentKernel);
  }

  /** The bias, where there is one. */
  protected get bias(): Variable | undefined {
    return this.#bias;
  }

  /** Shape of the bias. */
  protected get biasShape(): readonly number[] {
    return [this.gates * this.common.units];
  }

  /** What the bias begins with. */
  protected get biasInitializer(): Initializer | OpaqueObject {
    return this.common.biasInitializer;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { common } = this;
    const width = this.gates * common.units;
    this.#kernel = this.addWeight('kernel', [lastDim(inputs), width], {
      initializer: common.kernelInitializer,
      regularizer: common.kernelRegularizer,
      constraint: common.kernelConstraint,
    });
    this.#recurrentKernel = this.addWeight('recurrent_kernel', [common.units, width], {
      initializer: common.recurrentInitializer,
      regularizer: common.recurrentRegularizer,
      constraint: common.recurrentConstraint,
    });
    if (common.useBias) {
      this.#bias = this.addWeight('bias', this.biasShape, { initializer: this.biasInitializer, regularizer: common.biasRegularizer, constraint: common.biasConstraint });
    }
  }

  override stateShapes([batch = null]: Shape): readonly Shape[] {
    return Array.from({ length: this.stateCount }, () => [batch, this.common.units]);
  }

  override draw(step: Shape, training: boolean): DrawnMasks {
    return drawMasks(this.common, step, [step[0] ?? null, this.common.units], training, () => this.#nextSeed());
  }

  #nextSeed(): Tensor {
    this.#seed ??= new LayerSeed(this.common.seed);
    return this.#seed.next();
  }

  /** The part of the bias that belongs to the inputs. */
  protected get inputBias(): ValueLike | undefined {
    return this.#bias;
  }

  override project(x: ValueLike, drawn: DrawnMasks): Value {
    const product = ops.matmul(masked(x, drawn.input), built(this.#kernel));
    const { inputBias } = this;
    return inputBias === undefined ? product : ops.add(product, inputBias);
  }
}
