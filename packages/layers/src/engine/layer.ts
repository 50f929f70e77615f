import {
  currentTraceScope,
  inferOutputSpec,
  InvalidArgumentError,
  isEagerValue,
  isSymbolicTensor,
  isTyped,
  flattenTree,
  Operation,
  ops,
  requireEagerBackend,
  tensor,
  toSnakeCase,
  uniqueName,
  type DType,
  type EagerValue,
  type NumericDType,
  type Shape,
  type SymbolicTensor,
  type Tensor,
  type TensorSpec,
  type Value,
  type ValueLike,
} from '@kedge/graph-core';
import { boolean, nullable, string } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { dtypePolicy } from '../config/dtype-field.js';
import { camelConfig, InvalidConfigError, resolveConfig, serializeConfig, type ConfigOf, type ConfigOrigin, type FieldMap, type ResolvedConfig, type ReviveLayer } from '../config/field.js';
import { OpaqueObject, type KerasClass } from '../config/keras-object.js';
import { toCamelKey } from '../config/naming.js';
import type { Constraint } from '../constraints/index.js';
import type { Initializer } from '../initializers/index.js';
import type { Regularizer } from '../regularizers/index.js';
import { currentCallContext, newCallContext, withCallContext } from './call-context.js';
import { masksOf, setMask, type Mask } from './masks.js';
import { Variable, countScalars } from './variable.js';

/** Keys that every layer takes. */
export const layerFields = {
  name: nullable(string('')),
  trainable: boolean(true),
  dtype: dtypePolicy(),
};

const withLayerFields = new WeakMap<FieldMap, FieldMap>();

/** The fields of a class with those that every layer has. */
function allFieldsOf(fields: FieldMap): FieldMap {
  const all = withLayerFields.get(fields) ?? { ...layerFields, ...fields };
  withLayerFields.set(fields, all);
  return all;
}

/** The config of a layer with these fields, as the caller writes it. */
export type LayerConfig<F extends FieldMap = Record<never, never>> = ConfigOf<F & typeof layerFields> & {
  /** Shape of one example; makes the layer the first of a `Sequential`. */
  readonly inputShape?: Shape;
  /** Shape of a batch; makes the layer the first of a `Sequential`. */
  readonly batchInputShape?: Shape;
};

/** Named arguments of a call. */
export interface CallArguments {
  /** Whether the layer trains; a recorded value is obeyed. */
  readonly training?: boolean | null;
  /** Which positions count, in the nesting of the inputs. */
  readonly mask?: unknown;
  readonly [name: string]: unknown;
}

/** What a layer's `call` is told besides its inputs. */
export interface CallOptions {
  readonly training: boolean;
  readonly mask: unknown;
  /** Further named arguments, in TypeScript's spelling. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** What a layer class says of itself. */
export interface LayerClass extends KerasClass {
  /** Python module, for the few classes that are not in `keras.layers`. */
  readonly kerasModule?: string;
  new (config: never): Layer;
}

/** How a weight is made; see {@link Layer.addWeight}. */
export interface WeightOptions {
  readonly initializer: Initializer | OpaqueObject;
  /** Name in files of Keras 1 and 2 and of tfjs, where it is another. */
  readonly legacyName?: string;
  /** `float32` unless said; initial values are converted. */
  readonly dtype?: NumericDType;
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer | OpaqueObject | null;
  readonly constraint?: Constraint | OpaqueObject | null;
}

/**
 * The base of every Keras layer.
 *
 * A layer declares its config as fields, makes its weights in `build` and computes in `call`, in ops. Shapes, the functional
 * API, eager execution, lowering and both config dialects follow from that.
 */
export abstract class Layer<F extends FieldMap = FieldMap> extends Operation {
  readonly config: ResolvedConfig<F & typeof layerFields>;
  /** Shape of the first input as given in the config, batch included; makes a `Sequential` whole from the start. */
  readonly batchInputShape: Shape | undefined;
  #isBuilt = false;
  #trainable: boolean;
  #ownTrainable: Variable[] = [];
  #ownNonTrainable: Variable[] = [];
  #sublayers: Layer[] = [];
  readonly #partNames = new Map<Layer, Readonly<Record<Dialect, string>>>();

  constructor(config: object) {
    const { className, fields } = new.target as unknown as KerasClass;
    const { inputShape, batchInputShape, ...rest } = config as LayerConfig;
    const resolved = resolveConfig(allFieldsOf(fields) as F & typeof layerFields, rest, className, originOf(config));
    const { name, trainable } = resolved as ResolvedConfig<typeof layerFields>;
    super(name ?? uniqueName(toSnakeCase(className)));
    this.config = resolved;
    this.#trainable = trainable;
    this.batchInputShape = batchInputShape ?? (inputShape === undefined ? undefined : [null, ...inputShape]);
  }

  /**
   * Makes a layer out of a config as a file holds it.
   *
   * @param reviveLayer Makes the layers inside, for a wrapper.
   */
  static fromConfig<T extends Layer>(this: new (config: never) => T, config: Readonly<Record<string, unknown>>, dialect: Dialect, reviveLayer?: ReviveLayer): T {
    const { fields } = this as unknown as KerasClass;
    const camel = camelConfig(allFieldsOf(fields), config);
    return new this(withOrigin(camel, { dialect, reviveLayer }) as never);
  }

  /** Class name as Keras spells it. */
  get className(): string {
    return (this.constructor as unknown as KerasClass).className;
  }

  override get typeName(): string {
    return this.className;
  }

  /**
   * The config with Keras' keys, every key written.
   *
   * @param dialect How values are spelled.
   */
  getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const fields = { ...layerFields, ...(this.constructor as unknown as KerasClass).fields } as F & typeof layerFields;
    return { ...serializeConfig(fields, this.config, dialect), name: this.name, trainable: this.#trainable };
  }

  /** Whether this is a model: a layer with a graph of its own. */
  get isModel(): boolean {
    return false;
  }

  /** Whether the weights were made. */
  get isBuilt(): boolean {
    return this.#isBuilt;
  }

  /** Makes the weights. Called once, with the inputs of the first call. */
  protected build(_inputs: readonly TensorSpec[]): void {}

  /**
   * Computes the outputs, in ops.
   *
   * @param inputs A tensor, or tensors in arrays and records as the layer takes them.
   */
  protected abstract call(inputs: never, options: CallOptions): unknown;

  /** Whether a mask on the input holds for the output too. */
  protected get supportsMasking(): boolean {
    return false;
  }

  /** The mask of the output, in its nesting. By default that of the input where {@link Layer.supportsMasking} says so. */
  protected computeMask(_inputs: unknown, mask: unknown): unknown {
    return this.supportsMasking ? mask : null;
  }

  /**
   * Makes the weights now, for inputs of these shapes and dtypes; does nothing when they exist.
   *
   * @param inputs One spec per input tensor, flat.
   */
  buildFor(inputs: readonly TensorSpec[]): void {
    if (this.#isBuilt) return;
    this.build(inputs);
    this.#isBuilt = true;
  }

  /**
   * Applies the layer.
   *
   * To symbolic tensors: adds a call to the graph. To values: computes, on the active backend.
   *
   * @param inputs A tensor, or tensors in arrays and records as the layer takes them.
   * @param args Named arguments; tensors among them are edges of the graph, too.
   * @throws ShapeMismatchError and others when the inputs do not fit.
   */
  apply(inputs: SymbolicTensor | readonly SymbolicTensor[], args?: CallArguments): SymbolicTensor;
  apply(inputs: EagerValue | Tensor | readonly (EagerValue | Tensor)[], args?: CallArguments): EagerValue;
  apply(inputs: ValueLike | readonly ValueLike[], args?: CallArguments): Value;
  apply(inputs: unknown, args: CallArguments = {}): unknown {
    const scope = currentTraceScope();
    if (scope !== undefined) return scope.within(this.name, () => this.run([inputs], args));
    if (flattenTree([inputs, args], isSymbolicTensor).length > 0) return this.symbolicCall([inputs], args);
    const backend = flattenTree([inputs, args], isEagerValue)[0]?.backend ?? requireEagerBackend(`Applying '${this.name}' to values`);
    return backend.tidy(() => this.run([inputs], args));
  }

  override computeOutputSpec(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    this.#buildForCall(args[0], this.#named(args, kwargs));
    return withCallContext(newCallContext(false), () => inferOutputSpec((a, k) => this.run(a, k), args, kwargs));
  }

  override run(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    const [inputs, ...more] = args;
    if (more.length > 0) return this.run([inputs], this.#named(args, kwargs));
    this.#buildForCall(inputs, kwargs);
    const context = currentCallContext() ?? newCallContext(false);
    const { training: recorded, mask: given, ...rest } = kwargs as CallArguments;
    const training = recorded ?? context.training;
    const mask = given === undefined ? masksOf(inputs) : given;
    const inner = training === context.training && context === currentCallContext() ? context : { ...context, training };
    return withCallContext(inner, () => {
      const outputs = this.call(inputs as never, { training, mask, args: camelKeys(rest) });
      this.#attachMasks(outputs, this.computeMask(inputs, mask));
      const { activityRegularizer } = this;
      if (activityRegularizer !== null) this.addActivityLoss(activityRegularizer, outputs, training);
      return outputs;
    });
  }

  /** What a call adds to the loss for its outputs. */
  protected get activityRegularizer(): Regularizer | OpaqueObject | null {
    return (this.config as { readonly activityRegularizer?: Regularizer | OpaqueObject | null }).activityRegularizer ?? null;
  }

  /**
   * The tensors whose shapes `build` is told: those of the first argument, unless a layer says otherwise.
   *
   * @param _args Named arguments, in TypeScript's spelling.
   */
  protected tensorsForBuild(inputs: unknown, _args: Readonly<Record<string, unknown>>): unknown {
    return inputs;
  }

  #buildForCall(inputs: unknown, kwargs: Readonly<Record<string, unknown>>): void {
    if (this.#isBuilt) return;
    const tensors = flattenTree(this.tensorsForBuild(inputs, camelKeys(kwargs)), isTyped);
    this.buildFor(tensors.map(({ shape, dtype }) => ({ shape, dtype })));
  }

  /** Type of the input where this is the first layer of a model and nothing else says it. */
  get inputDType(): DType {
    return 'float32';
  }

  /** Names of the arguments after the first, for graphs that hold them by position. */
  get argumentNames(): readonly string[] {
    return [];
  }

  /** Named arguments, with those that came by position. */
  #named([, ...more]: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    if (more.length > this.argumentNames.length) {
      throw new InvalidArgumentError(
        `${this.className} '${this.name}': expected at most ${this.argumentNames.length + 1} positional arguments, got ${more.length + 1}.`,
      );
    }
    return { ...kwargs, ...Object.fromEntries(more.map((value, i) => [this.argumentNames[i] ?? '', value])) };
  }

  #attachMasks(outputs: unknown, mask: unknown): void {
    if (mask === null || mask === undefined) return;
    const values = flattenTree(outputs, isTyped);
    const masks = Array.isArray(mask) ? (mask as Mask[]) : values.map(() => mask as Mask);
    values.forEach((value, i) => {
      if (isSymbolicTensor(value) || isEagerValue(value)) setMask(value, masks[i] ?? null);
    });
  }

  /**
   * Makes a weight; called in `build`.
   *
   * @param name Within the layer, as Keras names it; weights are saved in the order in which they are added.
   * @param shape All sizes known.
   */
  protected addWeight(name: string, shape: Shape, options: WeightOptions): Variable {
    if (!shape.every((dim) => dim !== null)) {
      throw new InvalidConfigError(`${this.className} '${this.name}': expected a known size for every dimension of '${name}', got (${shape.join(', ')}). Give the input a shape whose last dimension is known.`);
    }
    const { initializer } = options;
    const trainable = options.trainable ?? true;
    const variable = new Variable({
      ...options,
      name,
      shape,
      trainable: trainable && this.#trainable,
      initialize: initializer instanceof OpaqueObject ? () => initializer.refuse(`make '${this.name}/${name}'`) : inType(initializer.bind(), options.dtype),
    });
    variable.path = `${this.name}/${name}`;
    (trainable ? this.#ownTrainable : this.#ownNonTrainable).push(variable);
    return variable;
  }

  /** Declares the next value of state; whoever runs the model in training applies it. */
  protected addUpdate(variable: Variable, value: Value): void {
    currentCallContext()?.updates.set(variable, value);
  }

  /** Adds a scalar to the loss of the run in progress. */
  protected addLoss(loss: Value): void {
    currentCallContext()?.losses.push(loss);
  }

  /** Adds what a regularizer says of the outputs to the loss, divided by the batch size as in Keras. */
  protected addActivityLoss(regularizer: Regularizer | OpaqueObject, outputs: unknown, training: boolean): void {
    if (regularizer instanceof OpaqueObject) {
      if (training) regularizer.refuse(`train '${this.name}'`);
      return;
    }
    for (const output of flattenTree(outputs, isTyped)) {
      this.addLoss(ops.divide(regularizer.call(output as Value), output.shape[0] ?? 1));
    }
  }

  /**
   * Takes a layer in as a part of this one: its weights come after this layer's own.
   *
   * @param partName What Keras calls the part, e.g. `forward_layer`: the step on the path of its weights in `.keras` files.
   * @param legacyName What Keras 2 calls it, where that differs.
   */
  protected track<T extends Layer>(layer: T, partName?: string, legacyName = partName): T {
    this.#sublayers.push(layer);
    if (partName !== undefined && legacyName !== undefined) this.#partNames.set(layer, { keras3: partName, keras2: legacyName });
    return layer;
  }

  /** What Keras calls a part of this layer, e.g. `cell`; `undefined` for the layers of a model. */
  partName(layer: Layer, dialect: Dialect = 'keras3'): string | undefined {
    return this.#partNames.get(layer)?.[dialect];
  }

  /** Replaces all parts. */
  protected setSublayers(layers: readonly Layer[]): void {
    this.#sublayers = [...layers];
  }

  /** The layers that this one is made of. */
  get sublayers(): readonly Layer[] {
    return this.#sublayers;
  }

  /** Whether training may change the weights. Setting it sets that of every part, too. During a training step it is what held at `compile`. */
  get trainable(): boolean {
    return currentCallContext()?.trainable?.get(this) ?? this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
    for (const variable of this.#ownTrainable) variable.trainable = value;
    for (const layer of this.#sublayers) layer.trainable = value;
  }

  /** Every weight once: own ones (trainable, then the rest), then those of the parts. */
  get weights(): readonly Variable[] {
    return [...new Set([...this.#ownTrainable, ...this.#ownNonTrainable, ...this.#sublayers.flatMap((layer) => layer.weights)])];
  }

  /** The weights that training changes. */
  get trainableWeights(): readonly Variable[] {
    return this.weights.filter((variable) => variable.trainable);
  }

  /** The weights that training leaves alone. */
  get nonTrainableWeights(): readonly Variable[] {
    return this.weights.filter((variable) => !variable.trainable);
  }

  /** Brings values home that training has changed on a backend, so that they can be read in host memory. */
  async sync(): Promise<void> {
    await Promise.all(this.weights.map((variable) => variable.sync()));
  }

  /** The values of {@link Layer.weights}, in order. */
  async getWeights(): Promise<Tensor[]> {
    await this.sync();
    return this.weights.map((variable) => variable.hostValue());
  }

  /**
   * Sets the values of {@link Layer.weights}, in order. Nothing is set unless everything fits.
   *
   * @throws {InvalidArgumentError} when the count differs.
   * @throws {ShapeMismatchError} when a shape does.
   */
  setWeights(values: readonly Tensor[]): void {
    const variables = this.weights;
    if (values.length !== variables.length) {
      throw new InvalidArgumentError(
        `'${this.name}' has ${variables.length} weights (${variables.map(({ path }) => path).join(', ')}), got ${values.length} arrays. Build the layer first if it has none yet.`,
      );
    }
    const pairs = variables.map((variable, i) => [variable, values[i] as Tensor] as const);
    for (const [variable, value] of pairs) variable.expectFit(value);
    for (const [variable, value] of pairs) variable.assign(value);
  }

  /** Number of scalars in the weights. */
  countParams(): number {
    return countScalars(this.weights);
  }
}

const ORIGIN = Symbol('kedge.config-origin');

/** Marks a config as read from a file, so that words that changed their meaning are read as that file meant them. */
function withOrigin(config: object, origin: ConfigOrigin): object {
  return Object.defineProperty({ ...config }, ORIGIN, { value: origin });
}

function originOf(config: object): ConfigOrigin | undefined {
  return (config as { [ORIGIN]?: ConfigOrigin })[ORIGIN];
}

/** An initializer whose values are of a type. */
function inType(make: (shape: readonly number[]) => Tensor, dtype: NumericDType = 'float32'): (shape: readonly number[]) => Tensor {
  return dtype === 'float32' ? make : (shape) => tensor(make(shape).data as Float32Array, shape, dtype);
}

/** Arguments of a call as layers know them; files of Keras say `initial_state` for `initialState`. */
function camelKeys(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [toCamelKey(key), value]));
}
