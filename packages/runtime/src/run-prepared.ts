import type { PreparedGraph } from '@kedge/compiler';
import type { Tensor } from '@kedge/graph-core';

/**
 * Runs a prepared graph on values of the host and frees what that took on the backend.
 *
 * @returns The outputs, read back.
 */
export async function runPrepared(plan: PreparedGraph, values: readonly Tensor[]): Promise<Tensor[]> {
  const { backend } = plan;
  const inputs = values.map((value) => backend.fromTensor(value));
  try {
    const outputs = plan.run(inputs);
    try {
      return await Promise.all(outputs.map((value) => backend.read(value)));
    } finally {
      for (const value of outputs) value.dispose();
    }
  } finally {
    for (const value of inputs) value.dispose();
  }
}
