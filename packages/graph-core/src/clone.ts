import { FunctionGraph } from './function-graph.js';
import { Node } from './node.js';
import { outputTensor } from './operation.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { mapTree } from './tree.js';
import { isSymbolicTensor } from './value.js';

/**
 * Calls the operations between inputs and outputs once more, on other inputs.
 *
 * Each call in between becomes a further node of the same operation, so that weights stay shared and the new part of the
 * graph begins at inputs of its own. Shapes and dtypes stay as they were inferred for the first calls.
 *
 * @param inputs Tensors in arrays and records to any depth; they may lie in the middle of a graph.
 * @param outputs Tensors in arrays and records to any depth.
 * @param makeInput Gives the tensor that takes an input's place; it may be the input itself.
 * @returns Both structures with their new tensors.
 * @throws What {@link FunctionGraph.trace} throws.
 */
export function cloneSubgraph(
  inputs: unknown,
  outputs: unknown,
  makeInput: (original: SymbolicTensor) => SymbolicTensor,
): { inputs: unknown; outputs: unknown } {
  const graph = FunctionGraph.trace(inputs, outputs);
  const clones = new Map<SymbolicTensor, SymbolicTensor>(graph.inputs.map((tensor) => [tensor, makeInput(tensor)]));
  // Producers come first, so that whatever a node takes has its clone by then.
  const cloneOf = (tensor: SymbolicTensor): SymbolicTensor => clones.get(tensor) ?? tensor;
  for (const node of graph.nodes) {
    if (node.isInput) continue;
    const { args, kwargs } = node.fillIn(cloneOf);
    let count = 0;
    const put = mapTree(node.outputStructure, isSymbolicTensor, (tensor) => {
      const fresh = outputTensor(node.operation, count++, tensor);
      // An output that is a given input keeps the tensor that stands for it.
      if (!clones.has(tensor)) clones.set(tensor, fresh);
      return fresh;
    });
    Node.record({ operation: node.operation, args, kwargs, outputs: put });
  }
  return {
    inputs: mapTree(graph.inputStructure, isSymbolicTensor, cloneOf),
    outputs: mapTree(graph.outputStructure, isSymbolicTensor, cloneOf),
  };
}
