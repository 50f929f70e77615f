import type { PrimitiveGraph } from './primitive-graph.js';

/**
 * Attributes as text, keys sorted: equal text means equal attributes, down to the sign of a zero.
 *
 * @param ofGraph How the body of a loop is written.
 */
export function attrsText(attrs: object, ofGraph: (graph: PrimitiveGraph) => string): string {
  return Object.keys(attrs)
    .sort()
    .map((key) => `${key}=${valueText((attrs as Record<string, unknown>)[key], ofGraph)}`)
    .join(' ');
}

function valueText(value: unknown, ofGraph: (graph: PrimitiveGraph) => string): string {
  if (isGraph(value)) return ofGraph(value);
  if (Array.isArray(value)) return `[${value.map((item) => valueText(item, ofGraph)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${attrsText(value, ofGraph)}}`;
  return Object.is(value, -0) ? '-0' : String(value);
}

function isGraph(value: unknown): value is PrimitiveGraph {
  return typeof value === 'object' && value !== null && 'steps' in value && 'specs' in value;
}
