import { FunctionGraph } from './function-graph.js';
import { Node } from './node.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { mapTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/**
 * Calls the operations between inputs and outputs once more, on other inputs.
 *
 * Each call in between becomes a further node of the same operation, so that weights stay shared and the new part of the
 * graph begins at inputs of its own.
 *
 * @param inputs Tensors in arrays and records to any depth; they may lie in the middle of a graph.
 * @param outputs Tensors in arrays and records to any depth.
 * @param makeInput Gives the tensor that takes an input's place.
 * @returns Both structures with their new tensors.
 */
export function cloneSubgraph(
  inputs: unknown,
  outputs: unknown,
  makeInput: (original: SymbolicTensor) => SymbolicTensor,
): { inputs: unknown; outputs: unknown } {
  const graph = FunctionGraph.trace(inputs, outputs);
  const clones = new Map<SymbolicTensor, SymbolicTensor>(graph.inputs.map((tensor) => [tensor, makeInput(tensor)]));
  const cloneOf = (tensor: SymbolicTensor): SymbolicTensor => {
    const known = clones.get(tensor) ?? new SymbolicTensor({ shape: tensor.shape, dtype: tensor.dtype, name: tensor.name });
    clones.set(tensor, known);
    return known;
  };
  for (const node of graph.nodes) {
    if (node.isInput) continue;
    const { args, kwargs } = node.fillIn(cloneOf);
    // An output that is a given input keeps the tensor that stands for it and gets no history from here.
    const put = mapTree(node.outputStructure, isSymbolicTensor, (tensor) =>
      graph.inputs.includes(tensor) ? new SymbolicTensor({ shape: tensor.shape, dtype: tensor.dtype, name: tensor.name }) : cloneOf(tensor),
    );
    Node.record({ operation: node.operation, args, kwargs, outputs: put });
  }
  return {
    inputs: mapTree(graph.inputStructure, isSymbolicTensor, cloneOf),
    outputs: mapTree(graph.outputStructure, isSymbolicTensor, cloneOf),
  };
}
