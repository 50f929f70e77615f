// @ts-check
/**
 * Kernels that look at one element, or at two, at a time: `assembly/kernels/generated-*.ts`.
 *
 * The tables say how an element is computed; loops and tails are the same for all. Names end in the kind of the elements: `f` for
 * float32, `i` for int32, `u` for bytes (uint8 and bool).
 */
import { join } from 'node:path';
import { writeFile } from './write-file.mjs';

/** Four floats from four floats, by instructions or functions of `assembly/math`. */
const VECTOR_UNARY = {
  abs: 'f32x4.abs(x)',
  negative: 'f32x4.neg(x)',
  relu: 'f32x4.pmax(x, f32x4.splat(0))',
  clip: 'f32x4.pmin(f32x4.pmax(x, f32x4.splat(p.first)), f32x4.splat(p.second))',
  leakyRelu: 'v128.bitselect(x, f32x4.mul(x, f32x4.splat(p.first)), f32x4.gt(x, f32x4.splat(0)))',
  elu: 'elu(x, p.first)',
  square: 'f32x4.mul(x, x)',
  sqrt: 'f32x4.sqrt(x)',
  rsqrt: 'f32x4.div(f32x4.splat(1), f32x4.sqrt(x))',
  reciprocal: 'f32x4.div(f32x4.splat(1), x)',
  floor: 'f32x4.floor(x)',
  ceil: 'f32x4.ceil(x)',
  round: 'f32x4.nearest(x)',
  sign: 'sign(x)',
  exp: 'exp(x)',
  sigmoid: 'sigmoid(x)',
  tanh: 'tanh(x)',
  erf: 'erf(x)',
  softplus: 'softplus(x)',
  log: 'log(x)',
};

/** One float from one float, in double precision. */
const SCALAR_UNARY = {
  acos: 'NativeMath.acos(x)', acosh: 'NativeMath.acosh(x)', asin: 'NativeMath.asin(x)', asinh: 'NativeMath.asinh(x)', atan: 'NativeMath.atan(x)', atanh: 'NativeMath.atanh(x)',
  cos: 'NativeMath.cos(x)', cosh: 'NativeMath.cosh(x)', sin: 'NativeMath.sin(x)', sinh: 'NativeMath.sinh(x)', tan: 'NativeMath.tan(x)',
  expm1: 'NativeMath.expm1(x)', log1p: 'NativeMath.log1p(x)',
};

/** One integer from one integer. */
const INTEGER_UNARY = {
  abs: 'x < 0 ? -x : x',
  negative: '-x',
  relu: 'max(x, 0)',
  clip: 'clipInteger(x, p.first, p.second)',
  sign: '(x > 0 ? 1 : 0) - (x < 0 ? 1 : 0)',
  square: 'x * x',
};

/** Elements of one kind from those of another: kinds from and to, and the expression. */
const CONVERSIONS = {
  isFinite: ['f', 'u', 'abs<f32>(x) < Infinity ? 1 : 0'],
  isInf: ['f', 'u', 'abs<f32>(x) == Infinity ? 1 : 0'],
  isNan: ['f', 'u', 'x != x ? 1 : 0'],
  logicalNot: ['u', 'u', 'x == 0 ? 1 : 0'],
  castFloatToInt: ['f', 'i', 'toInteger(x)'],
  castFloatToByte: ['f', 'u', '<u8>toInteger(x)'],
  castFloatToBool: ['f', 'u', 'x != 0 ? 1 : 0'],
  castIntToFloat: ['i', 'f', '<f32>x'],
  castIntToByte: ['i', 'u', '<u8>x'],
  castIntToBool: ['i', 'u', 'x != 0 ? 1 : 0'],
  castByteToFloat: ['u', 'f', '<f32>x'],
  castByteToInt: ['u', 'i', '<i32>x'],
  castByteToBool: ['u', 'u', 'x != 0 ? 1 : 0'],
};

const VECTOR_BINARY = {
  add: 'f32x4.add(a, b)',
  subtract: 'f32x4.sub(a, b)',
  multiply: 'f32x4.mul(a, b)',
  divide: 'f32x4.div(a, b)',
  maximum: 'f32x4.max(a, b)',
  minimum: 'f32x4.min(a, b)',
};

const SCALAR_BINARY = {
  f: {
    atan2: '<f32>NativeMath.atan2(a, b)',
    floorDivide: 'floor<f32>(a / b)',
    mod: 'floatMod(a, b)',
    power: '<f32>NativeMath.pow(a, b)',
  },
  i: {
    add: 'a + b', subtract: 'a - b', multiply: 'a * b', maximum: 'max(a, b)', minimum: 'min(a, b)',
    bitwiseAnd: 'a & b', bitwiseOr: 'a | b', bitwiseXor: 'a ^ b', leftShift: 'a << b', rightShift: 'a >> b',
    floorDivide: 'integerFloorDivide(a, b)', mod: 'integerMod(a, b)', power: '<i32><i64>NativeMath.pow(<f64>a, <f64>b)',
  },
  u: { add: 'a + b', subtract: 'a - b', multiply: 'a * b', maximum: 'max(a, b)', minimum: 'min(a, b)' },
};

/** Bytes from two elements of any kind. */
const COMPARISONS = { equal: 'a == b', notEqual: 'a != b', greater: 'a > b', greaterEqual: 'a >= b', less: 'a < b', lessEqual: 'a <= b' };
const LOGIC = { logicalAnd: 'a != 0 && b != 0', logicalOr: 'a != 0 || b != 0', logicalXor: '(a != 0) != (b != 0)' };

const TYPES = /** @type {const} */ ({ f: { type: 'f32', bytes: 4 }, i: { type: 'i32', bytes: 4 }, u: { type: 'u8', bytes: 1 } });

/** @typedef {keyof typeof TYPES} Kind */

const SIGNATURE = (/** @type {string} */ params) => `p: ${params}, begin: i32, end: i32, context: Context): void`;

/** @param {string} name @param {string} expression */
const vectorUnary = (name, expression) => `export function ${name}_f(${SIGNATURE('UnaryParams')} {
  const last = min(end * BLOCK, p.count);
  let i = begin * BLOCK;
  let from = p.input + (<usize>i << 2);
  let to = p.output + (<usize>i << 2);
  for (; i + 4 <= last; i += 4) {
    const x = v128.load(from);
    v128.store(to, ${expression});
    from += 16;
    to += 16;
  }
  if (i < last) {
    const x = v128.load(from);
    const y = ${expression};
    storePart(to, y, y, last - i);
  }
}
`;

/** @param {string} name @param {Kind} from @param {Kind} to @param {string} expression @param {string} [declaration] */
const scalarUnary = (name, from, to, expression, declaration = `load<${TYPES[from].type}>`) => `export function ${name}(${SIGNATURE('UnaryParams')} {
  const last = min(end * BLOCK, p.count);
  for (let i = begin * BLOCK; i < last; ++i) {
    const x = ${declaration}(p.input + <usize>i * ${TYPES[from].bytes});
    store<${TYPES[to].type}>(p.output + <usize>i * ${TYPES[to].bytes}, ${expression});
  }
}
`;

/** The beginning of a kernel that goes over rows of broadcast operands. @param {Kind} from @param {Kind} to @param {number} unit Bytes that a step counts. */
const rowLoop = (from, to, unit) => `  for (let task = begin; task < end; ++task) {
    const row = task / p.blocks;
    const at = (task % p.blocks) * BLOCK;
    const count = min(p.inner - at, BLOCK);
    let a = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('a0'), p, row, p.a) + <usize>(at * p.aStep)${unit === 1 ? '' : ` * ${unit}`};
    let b = rowOf(changetype<usize>(p) + offsetof<BinaryParams>('b0'), p, row, p.b) + <usize>(at * p.bStep)${unit === 1 ? '' : ` * ${unit}`};
    let to = p.output + <usize>(row * p.inner + at) * ${TYPES[to].bytes};`;

/** @param {string} name @param {string} expression */
const vectorBinary = (name, expression) => `export function ${name}_f(${SIGNATURE('BinaryParams')} {
${rowLoop('f', 'f', 4)}
    const aStep = <usize>p.aStep << 2, bStep = <usize>p.bStep << 2;
    let left = count;
    if (aStep != 0 && bStep != 0) {
      for (; left >= 4; left -= 4) {
        v128.store(to, of${name}(v128.load(a), v128.load(b)));
        a += 16;
        b += 16;
        to += 16;
      }
    } else if (aStep != 0) {
      const one = v128.load_splat<f32>(b);
      for (; left >= 4; left -= 4) {
        v128.store(to, of${name}(v128.load(a), one));
        a += 16;
        to += 16;
      }
    } else {
      const one = v128.load_splat<f32>(a);
      for (; left >= 4; left -= 4) {
        v128.store(to, of${name}(one, bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b)));
        b += bStep << 2;
        to += 16;
      }
    }
    if (left > 0) {
      const y = of${name}(aStep != 0 ? v128.load(a) : v128.load_splat<f32>(a), bStep != 0 ? v128.load(b) : v128.load_splat<f32>(b));
      storePart(to, y, y, left);
    }
  }
}

// @ts-ignore: decorator
@inline
function of${name}(a: v128, b: v128): v128 {
  return ${expression};
}
`;

/** @param {string} name @param {Kind} from @param {Kind} to @param {string} expression */
const scalarBinary = (name, from, to, expression) => `export function ${name}_${from}(${SIGNATURE('BinaryParams')} {
${rowLoop(from, to, 1)}
    for (let i = 0; i < count; ++i) {
      store<${TYPES[to].type}>(to, of${name}_${from}(load<${TYPES[from].type}>(a), load<${TYPES[from].type}>(b)));
      a += p.aStep;
      b += p.bStep;
      to += ${TYPES[to].bytes};
    }
  }
}

// @ts-ignore: decorator
@inline
function of${name}_${from}(a: ${TYPES[from].type}, b: ${TYPES[from].type}): ${TYPES[to].type} {
  return ${to === 'u' && from !== 'u' ? `<u8>(${expression})` : `<${TYPES[to].type}>(${expression})`};
}
`;

/** @param {Readonly<Record<string, string>>} table @param {(name: string, expression: string) => string} source */
const all = (table, source) => Object.entries(table).map(([name, expression]) => source(name, expression));

function unarySource() {
  return [
    '// Written by scripts/build-wasm.mjs.',
    `import { Context } from '../context';`,
    `import { storePart } from '../gemm/panel';`,
    `import { elu, sigmoid, sign, softplus, tanh } from '../math/activations';`,
    `import { clipInteger, toInteger } from '../math/integers';`,
    `import { erf } from '../math/erf';`,
    `import { exp } from '../math/exp';`,
    `import { log } from '../math/log';`,
    `import { UnaryParams } from '../elementwise';`,
    '',
    '// @ts-ignore: decorator',
    '@inline',
    'const BLOCK: i32 = 4096;',
    '',
    ...all(VECTOR_UNARY, vectorUnary),
    ...all(SCALAR_UNARY, (name, expression) => scalarUnary(`${name}_f`, 'f', 'f', `<f32>${expression}`, '<f64>load<f32>')),
    ...all(INTEGER_UNARY, (name, expression) => scalarUnary(`${name}_i`, 'i', 'i', expression)),
    ...Object.entries(CONVERSIONS).map(([name, [from, to, expression]]) => scalarUnary(name, /** @type {Kind} */ (from), /** @type {Kind} */ (to), expression ?? '')),
  ].join('\n');
}

function binarySource() {
  return [
    '// Written by scripts/build-wasm.mjs.',
    `import { Context } from '../context';`,
    `import { storePart } from '../gemm/panel';`,
    `import { floatMod, integerFloorDivide, integerMod } from '../math/integers';`,
    `import { BinaryParams, rowOf } from '../elementwise';`,
    '',
    '// @ts-ignore: decorator',
    '@inline',
    'const BLOCK: i32 = 4096;',
    '',
    ...all(VECTOR_BINARY, vectorBinary),
    ...Object.entries(SCALAR_BINARY).flatMap(([kind, table]) => all(table, (name, expression) => scalarBinary(name, /** @type {Kind} */ (kind), /** @type {Kind} */ (kind), expression))),
    ...all(COMPARISONS, (name, expression) => ['f', 'i', 'u'].map((kind) => scalarBinary(name, /** @type {Kind} */ (kind), 'u', expression)).join('\n')),
    ...all(LOGIC, (name, expression) => scalarBinary(name, 'u', 'u', expression)),
  ].join('\n');
}

/** @param {string} root Of the package. @param {{ check: boolean }} options */
export function writeElementwise(root, { check }) {
  writeFile(root, join('assembly', 'kernels', 'generated-unary.ts'), unarySource(), check);
  writeFile(root, join('assembly', 'kernels', 'generated-binary.ts'), binarySource(), check);
}
