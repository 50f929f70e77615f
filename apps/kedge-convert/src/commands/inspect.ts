import type { CommonOptions } from '@kedge/cli-kit';
import { formatInspection, inspect, inspectGraph } from '@kedge/converter';

/** Options of `kedge-convert inspect`. */
export interface InspectOptions extends CommonOptions {
  readonly format: 'table' | 'json' | 'dot' | 'mermaid' | 'svg';
  readonly signal?: AbortSignal;
}

/** Shows what a model file holds. */
export async function inspectFile(file: string, options: InspectOptions): Promise<void> {
  const read = options.signal === undefined ? {} : { signal: options.signal };
  const format = options.json === true ? 'json' : options.format;
  if (format === 'dot' || format === 'mermaid' || format === 'svg') {
    console.log(await inspectGraph(file, format, read));
    return;
  }
  const inspection = await inspect(file, read);
  console.log(format === 'json' ? JSON.stringify(inspection, undefined, 2) : formatInspection(inspection));
}
