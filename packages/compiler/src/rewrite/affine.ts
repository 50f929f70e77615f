import { broadcastShapes, elementCount, type Shape } from '@kedge/graph-core';
import type { Constant } from '../graph/constant.js';
import type { ConstantPool } from '../graph/constant-pool.js';
import { isConstant, type Operand, type Step } from '../graph/step.js';
import type { Evaluator } from '../host/evaluator.js';
import { foldCall } from './fold-call.js';
import type { GraphView } from './rule.js';
import { broadcastsInto, isSameShape } from './shapes.js';

/** One step `y = factor * x + offset` with constants; what is left out is 1 or 0. */
export interface AffineLink {
  readonly x: Operand;
  /** How the factor comes out of `factor`: as it is, inverted, or it is -1. */
  readonly scaling: 'none' | 'multiply' | 'divide' | 'negate';
  readonly shifting: 'none' | 'add' | 'subtract';
  readonly constant: Constant | undefined;
}

/** A run of affine steps, the first one first, on something that is none. */
export interface AffineChain {
  readonly base: Operand;
  readonly links: readonly AffineLink[];
  /** Shape of the factor of the whole run; `undefined` when it only shifts. */
  readonly factorShape: Shape | undefined;
  /** Shape of the offset of the whole run; `undefined` when it only scales. */
  readonly offsetShape: Shape | undefined;
}

function linkOf(step: Step): AffineLink | undefined {
  const [a, b] = step.inputs;
  if (a === undefined || step.epilogue.length > 0) return undefined;
  if (step.primitive === 'negative') return { x: a, scaling: 'negate', shifting: 'none', constant: undefined };
  if (b === undefined || isConstant(a) === isConstant(b)) return undefined;
  const [x, constant, isSwapped] = isConstant(a) ? [b, a, true] : [a, b as Constant, false];
  switch (step.primitive) {
    case 'multiply':
      return { x, scaling: 'multiply', shifting: 'none', constant };
    case 'divide':
      return isSwapped ? undefined : { x, scaling: 'divide', shifting: 'none', constant };
    case 'add':
      return { x, scaling: 'none', shifting: 'add', constant };
    case 'subtract':
      return isSwapped ? { x, scaling: 'negate', shifting: 'add', constant } : { x, scaling: 'none', shifting: 'subtract', constant };
    default:
      return undefined;
  }
}

/** A link that leaves the shape of a float tensor as it is. */
function fittingLink(step: Step | undefined, graph: GraphView): AffineLink | undefined {
  const link = step === undefined ? undefined : linkOf(step);
  const output = step?.outputs[0];
  if (link === undefined || output === undefined) return undefined;
  const [from, to] = [graph.specOf(link.x), graph.specOf(output)];
  const keepsShape = isSameShape(from.shape, to.shape) || broadcastsInto(link.constant?.shape ?? [], from.shape);
  return to.dtype === 'float32' && keepsShape ? link : undefined;
}

function merged(a: Shape | undefined, b: Shape | undefined): Shape | undefined {
  return a === undefined || b === undefined ? (a ?? b) : broadcastShapes(a, b, 'affine');
}

/**
 * The longest run of affine steps that ends at a step, each of them but the last read by the next one only.
 *
 * A run is cut short where its constants together would be larger than each of them: `x * row + column` stays.
 */
export function affineChainAt(last: Step, graph: GraphView): AffineChain | undefined {
  const links: AffineLink[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = graph.solePlainProducerOf(links[0]?.x)) {
    const link = fittingLink(step, graph);
    if (link === undefined || !areHandy([link, ...links])) break;
    links.unshift(link);
  }
  const base = links[0]?.x;
  return base === undefined ? undefined : { base, links, ...shapesOf(links) };
}

function shapesOf(links: readonly AffineLink[]): { factorShape: Shape | undefined; offsetShape: Shape | undefined } {
  let [factorShape, offsetShape]: (Shape | undefined)[] = [undefined, undefined];
  for (const { scaling, shifting, constant } of links) {
    const factor = scaling === 'none' ? undefined : scaling === 'negate' ? [] : (constant?.shape ?? []);
    factorShape = merged(factorShape, factor);
    if (offsetShape !== undefined) offsetShape = merged(offsetShape, factor);
    if (shifting !== 'none') offsetShape = merged(offsetShape, constant?.shape ?? []);
  }
  return { factorShape, offsetShape };
}

function areHandy(links: readonly AffineLink[]): boolean {
  const count = (shape: Shape | undefined): number => elementCount(shape ?? []) ?? Infinity;
  const largest = Math.max(...links.map(({ constant }) => count(constant?.shape)));
  const { factorShape, offsetShape } = shapesOf(links);
  return count(factorShape) <= largest && count(offsetShape) <= largest;
}

/** What arithmetic on constants needs. */
export interface ConstantMath {
  readonly pool: ConstantPool;
  readonly evaluator: Evaluator;
}

function factorOf({ scaling, constant }: AffineLink, math: ConstantMath): Constant | undefined {
  if (scaling === 'none') return undefined;
  if (scaling === 'negate' || constant === undefined) return math.pool.number(-1);
  return scaling === 'multiply' ? constant : foldCall(math, 'divide', [math.pool.number(1), constant], {})[0];
}

function offsetOf({ shifting, constant }: AffineLink, math: ConstantMath): Constant | undefined {
  if (shifting === 'none' || constant === undefined) return undefined;
  return shifting === 'add' ? constant : foldCall(math, 'negative', [constant], {})[0];
}

/** `a * b` where either may be left out for 1. */
export function timesConstant(a: Constant | undefined, b: Constant | undefined, math: ConstantMath): Constant | undefined {
  return a === undefined || b === undefined ? (a ?? b) : foldCall(math, 'multiply', [a, b], {})[0];
}

function plusConstant(a: Constant | undefined, b: Constant | undefined, math: ConstantMath): Constant | undefined {
  return a === undefined || b === undefined ? (a ?? b) : foldCall(math, 'add', [a, b], {})[0];
}

/**
 * Factor and offset of a whole run: `base * factor + offset`.
 *
 * They are computed in double precision from the constants as they are, and rounded once, when they are used. Against the run
 * step by step the result differs by rounding only, by at most a few units in the last place of the largest of the terms
 * `|base * factor|` and the offsets scaled by what comes after them.
 */
export function affineOf(chain: AffineChain, math: ConstantMath): { factor: Constant | undefined; offset: Constant | undefined } {
  let factor: Constant | undefined;
  let offset: Constant | undefined;
  for (const link of chain.links) {
    const scale = factorOf(link, math);
    factor = timesConstant(factor, scale, math);
    if (offset !== undefined) offset = timesConstant(offset, scale, math);
    offset = plusConstant(offset, offsetOf(link, math), math);
  }
  return { factor, offset };
}
