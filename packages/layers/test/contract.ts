import { flattenTree, isEagerValue, isSymbolicTensor, ops, producerOf, setEagerBackend, sizeOf, tensor, type DType, type EagerBackend, type EagerValue, type Shape, type SymbolicTensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../src/config/dialect.js';
import type { ReviveLayer } from '../src/config/field.js';
import { factoryName } from '../src/config/naming.js';
import { input } from '../src/core/input-layer.js';
import { newCallContext, withCallContext } from '../src/engine/call-context.js';
import * as layers from '../src/generated/layers.js';
import type { CallArguments, Layer } from '../src/engine/layer.js';
import { backendFor } from './backends.js';

/** What a layer is expected to do with inputs of some shapes. */
export interface Contract<C> {
  /** The factory. */
  readonly make: (config: C) => Layer;
  readonly config: C;
  /** Shapes of the inputs, batch included, null where a size is not known. */
  readonly inputs: readonly Shape[];
  /** The same with numbers, for the eager call. */
  readonly sizes: readonly (readonly number[])[];
  /** Shape of the output for `inputs`; several for a layer with several. */
  readonly output: Shape | readonly Shape[];
  readonly dtype?: DType;
  readonly outputDType?: DType;
  /** Elements of integer inputs stay below it. */
  readonly high?: number;
  /** Further arguments of the call. */
  readonly args?: CallArguments;
  /** The dialects that can hold it; both unless said. */
  readonly dialects?: readonly Dialect[];
  /** Whether a gradient reaches every weight. */
  readonly isDifferentiable?: boolean;
}

const DIALECTS: readonly Dialect[] = ['keras2', 'keras3'];

type Revivable = { fromConfig(config: Readonly<Record<string, unknown>>, dialect: Dialect, reviveLayer: ReviveLayer): Layer };

/** Makes the layers inside a wrapper. */
const reviveIn = (dialect: Dialect): ReviveLayer => {
  const revive: ReviveLayer = ({ class_name: className, config }) => (layers as unknown as Readonly<Record<string, Revivable>>)[className]?.fromConfig(config, dialect, revive);
  return revive;
};

const one = <T>(items: readonly T[]): T | readonly T[] => (items.length === 1 ? (items[0] as T) : items);

/** Numbers that differ from place to place; below `high` for integers. */
function someValues(shape: readonly number[], dtype: DType, high: number): Parameters<EagerBackend['fromTensor']>[0] {
  if (dtype === 'string') return { data: Array.from({ length: sizeOf(shape) }, (_, i) => 'The quick, BROWN fox'.slice(i % high)), shape, dtype };
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => (dtype === 'float32' ? Math.sin(i * 1.7 + 0.3) : i % high));
  return tensor(values, shape, dtype);
}

/** States what every layer keeps: called by each layer's test. */
export function keepsContract<C>(contract: Contract<C>): void {
  const { make, config, inputs, sizes, dtype = 'float32', outputDType = dtype, args = {} } = contract;
  const outputShapes = (Array.isArray(contract.output[0]) ? contract.output : [contract.output]) as readonly Shape[];

  describe(`contract for ${JSON.stringify(config)}`, () => {
    let backend: EagerBackend;
    beforeAll(async () => {
      backend = await backendFor('cpu');
      setEagerBackend(backend);
    });

    const symbols = (): SymbolicTensor[] => inputs.map((shape) => input({ batchShape: shape, dtype }));
    const applied = (layer: Layer): SymbolicTensor[] => flattenTree(layer.apply(one(symbols()) as SymbolicTensor, args), isSymbolicTensor);
    const computed = (layer: Layer): EagerValue[] => {
      const values = sizes.map((shape) => backend.fromTensor(someValues(shape, dtype, contract.high ?? 3)));
      return flattenTree(layer.apply(one(values) as EagerValue, args), isEagerValue);
    };

    it('is made by the factory that its name gives', () => {
      expect(make.name).toBe(factoryName(make(config).className));
    });

    it.each(contract.dialects ?? DIALECTS)('comes back from its config in %s', (dialect) => {
      const layer = make(config);
      const written = layer.getConfig(dialect);
      const Class = layer.constructor as unknown as Revivable;
      const again = Class.fromConfig(JSON.parse(JSON.stringify(written)) as Record<string, unknown>, dialect, reviveIn(dialect));
      expect(again.getConfig(dialect)).toEqual(written);
      expect(again.name).toBe(layer.name);
    });

    it('infers shapes and dtypes, null where a size is not known', () => {
      const outputs = applied(make(config));
      expect(outputs.map(({ shape }) => [...shape])).toEqual(outputShapes.map((shape) => [...shape]));
      expect(outputs.map((output) => output.dtype)).toEqual(outputShapes.map(() => outputDType));
    });

    it('computes what it infers', () => {
      const layer = make(config);
      const exact = flattenTree(layer.apply(one(sizes.map((shape) => input({ batchShape: shape, dtype }))) as SymbolicTensor, args), isSymbolicTensor);
      const outputs = computed(layer);
      expect(outputs.map(({ shape }) => [...shape])).toEqual(exact.map(({ shape }) => [...shape]));
      expect(outputs.map((output) => output.dtype)).toEqual(exact.map((output) => output.dtype));
    });

    it('has two nodes and one set of weights when it is called twice', () => {
      const layer = make(config);
      const [first] = applied(layer);
      const weights = [...layer.weights];
      const [second] = applied(layer);
      expect(layer.inboundNodes).toHaveLength(2);
      expect(producerOf(first as SymbolicTensor)).not.toBe(producerOf(second as SymbolicTensor));
      expect([...layer.weights]).toEqual(weights);
    });

    it('lets a gradient reach every weight', () => {
      if (contract.isDifferentiable === false) return;
      const layer = make(config);
      computed(layer);
      const weights = layer.trainableWeights.map((variable) => variable.eagerValue(backend));
      if (weights.length === 0) return;
      const { gradients } = backend.valueAndGradients(
        () => withCallContext(newCallContext(true), () => computed(layer).map((output) => ops.sum(ops.square(output))).reduce((a, b) => ops.add(a, b)) as EagerValue),
        weights,
      );
      expect(gradients.map((gradient) => gradient && [...gradient.shape])).toEqual(layer.trainableWeights.map(({ shape }) => [...shape]));
    });
  });
}
