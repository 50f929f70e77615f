import { fusionRules, inferenceRules, isConstant, lower, rewrite, type PrimitiveGraph } from '@kedge/compiler';
import { UnsupportedInFormatError, type Model } from '@kedge/layers/engine';
import type { JsonObject } from '../io/json.js';
import { writeTfjs, type TfjsFiles, type TfjsOptions } from '../tfjs/write-model.js';
import { emitGraph } from './emit-graph.js';
import { isFusable } from './emit-windows.js';
import { attr, dataType, GraphDef, knownShape, shapeProto } from './graph-def.js';
import { OpenSizes } from './open-sizes.js';

/** What goes into a graph-model besides the model. */
export interface GraphModelOptions extends TfjsOptions {
  readonly userDefinedMetadata?: JsonObject | undefined;
}

/** What tfjs can do on the result of a step before it is stored. */
const tfjsFusion = fusionRules((step, next) => {
  const kernel = step.inputs[1];
  if (kernel === undefined || !isConstant(kernel)) return false;
  const channels = step.primitive === 'depthwiseConv' ? (kernel.shape.at(-2) ?? 0) * (kernel.shape.at(-1) ?? 0) : kernel.shape.at(-1);
  if (step.primitive === 'matmul') return kernel.shape.length === 2 && isFusable(step.epilogue, next, step.attrs.transposeB ? kernel.shape[0] : kernel.shape[1]);
  const isPicture = kernel.shape.length === 3 || kernel.shape.length === 4;
  if (step.primitive === 'conv') return isPicture && step.attrs.groups === 1 && isFusable(step.epilogue, next, channels);
  return step.primitive === 'depthwiseConv' && isPicture && isFusable(step.epilogue, next, channels);
});

/**
 * A model as a tfjs graph-model: its primitives, made fewer for running (batch norm folded into weights, biases and activations
 * fused), as the TensorFlow operations that stock `@tensorflow/tfjs-converter` executes.
 *
 * @throws UnsupportedInFormatError naming the first step that tfjs has no operation for.
 */
export async function writeGraphModel(model: Model, options: GraphModelOptions = {}): Promise<TfjsFiles> {
  await model.sync();
  const { graph: lowered } = rewrite(lower(model.graph), [...inferenceRules]);
  const { graph } = rewrite(lowered, tfjsFusion);
  return writePrimitiveGraph(graph, model.inputNames, model.outputNames, options, new OpenSizes(model));
}

/** {@link writeGraphModel} for a graph of primitives. */
export function writePrimitiveGraph(graph: PrimitiveGraph, inputNames: readonly string[], outputNames: readonly string[], options: GraphModelOptions = {}, sizes?: OpenSizes): TfjsFiles {
  const texts = [...graph.inputs, ...graph.outputs].find(({ dtype }) => dtype === 'string');
  if (texts !== undefined) throw new UnsupportedInFormatError(`'${texts.name}' is text, which a tfjs graph-model cannot hold. Save a .keras or a .h5 instead.`);
  const def = new GraphDef();
  const placeholders = graph.inputs.map(({ shape, dtype, name }, i) => def.add('Placeholder', inputNames[i] ?? name, [], { dtype: attr.type(dtype), shape: attr.shape(shape) }));
  const results = emitGraph(graph, { graph: def, sizes, placeholders }, placeholders, sizes?.inputShapes ?? graph.inputs.map(({ shape }) => knownShape(shape)));
  // Every output has a node of its own, so that its name can be that of the model.
  const outputs = results.map((node, i) => def.add('Identity', outputNames[i] ?? `output_${i}`, [node], { T: attr.type(graph.outputs[i]?.dtype ?? 'float32') }));
  const entry = (node: string, spec: { readonly shape: readonly (number | null)[]; readonly dtype: Parameters<typeof dataType>[0] }): JsonObject => ({ name: `${node}:0`, dtype: dataType(spec.dtype), tensorShape: shapeProto(spec.shape) });
  const signature: JsonObject = {
    inputs: Object.fromEntries(graph.inputs.map((spec, i) => [inputNames[i] ?? spec.name, entry(placeholders[i] ?? '', spec)])),
    outputs: Object.fromEntries(graph.outputs.map((spec, i) => [outputNames[i] ?? `output_${i}`, entry(outputs[i] ?? '', spec)])),
  };
  const { userDefinedMetadata, ...how } = options;
  return writeTfjs(
    {
      topology: { node: def.nodes, versions: { producer: 1395 } },
      weights: def.weights,
      generatedBy: 'kedge',
      convertedBy: 'kedge-convert',
      format: 'graph-model',
      extra: { signature },
      ...(userDefinedMetadata === undefined ? {} : { userDefinedMetadata }),
    },
    how,
  );
}
