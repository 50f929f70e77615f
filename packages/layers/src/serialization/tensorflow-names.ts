/** A TensorFlow function, the function of Keras that does the same, and the parameters of the one with their names in the other. */
export interface RenamedFunction {
  readonly name: string;
  readonly kerasName: string;
  /** In TensorFlow's order; `''` for those without influence. */
  readonly parameters: readonly TensorFlowParameter[];
}

/** A parameter, what Keras calls it, and whether TensorFlow wants a list. */
export type TensorFlowParameter = readonly [name: string, kerasName: string, isList: boolean];

/**
 * Functions that Keras has, too: its name, then TensorFlow's parameters in their order; behind `:` what Keras calls one, behind `-` nothing, as
 * it has no influence; `[]` where a single number is no list to TensorFlow.
 */
const RENAMED: Readonly<Record<string, string>> = {
  '__operators__.add': 'add x:x1 y:x2',
  '__operators__.eq': 'equal self:x1 other:x2',
  '__operators__.ne': 'not_equal self:x1 other:x2',
  '__operators__.getitem': 'get_item tensor:x slice_spec:key var-',
  broadcast_to: 'broadcast_to input:x shape',
  cast: 'cast x dtype',
  'clip_by_value': 'clip t:x clip_value_min:x_min clip_value_max:x_max',
  'compat.v1.floor_div': 'floor_divide x:x1 y:x2',
  'compat.v1.gather': 'take params:x indices validate_indices- axis batch_dims-',
  'compat.v1.size': 'size input:x out_type-',
  'compat.v1.squeeze': 'squeeze input:x axis squeeze_dims-',
  'compat.v1.transpose': 'transpose a:x perm:axes conjugate-',
  concat: 'concatenate values:xs axis',
  convert_to_tensor: 'convert_to_tensor value:x dtype dtype_hint-',
  expand_dims: 'expand_dims input:x axis',
  gather: 'take params:x indices validate_indices- axis batch_dims-',
  identity: 'copy input:x',
  'math.abs': 'absolute x',
  'math.add': 'add x:x1 y:x2',
  'math.angle': 'angle input:x',
  'math.argmax': 'argmax input:x axis output_type-',
  'math.argmin': 'argmin input:x axis output_type-',
  'math.atan2': 'arctan2 y:x1 x:x2',
  'math.count_nonzero': 'count_nonzero input:x axis keepdims- dtype-',
  'math.cumprod': 'cumprod x axis',
  'math.cumsum': 'cumsum x axis',
  'math.divide': 'divide x:x1 y:x2',
  'math.divide_no_nan': 'divide_no_nan x:x1 y:x2',
  'math.equal': 'equal x:x1 y:x2',
  'math.floordiv': 'floor_divide x:x1 y:x2',
  'math.floormod': 'mod x:x1 y:x2',
  'math.greater': 'greater x:x1 y:x2',
  'math.greater_equal': 'greater_equal x:x1 y:x2',
  'math.is_finite': 'isfinite x',
  'math.is_inf': 'isinf x',
  'math.is_nan': 'isnan x',
  'math.less': 'less x:x1 y:x2',
  'math.less_equal': 'less_equal x:x1 y:x2',
  'math.logical_and': 'logical_and x:x1 y:x2',
  'math.logical_not': 'logical_not x',
  'math.logical_or': 'logical_or x:x1 y:x2',
  'math.logical_xor': 'logical_xor x:x1 y:x2',
  'math.maximum': 'maximum x:x1 y:x2',
  'math.minimum': 'minimum x:x1 y:x2',
  'math.mod': 'mod x:x1 y:x2',
  'math.multiply': 'multiply x:x1 y:x2',
  'math.negative': 'negative x',
  'math.not_equal': 'not_equal x:x1 y:x2',
  'math.pow': 'power x:x1 y:x2',
  'math.reciprocal': 'reciprocal x',
  'math.reduce_all': 'all input_tensor:x axis keepdims',
  'math.reduce_any': 'any input_tensor:x axis keepdims',
  'math.reduce_logsumexp': 'logsumexp input_tensor:x axis keepdims',
  'math.reduce_max': 'max input_tensor:x axis keepdims',
  'math.reduce_mean': 'mean input_tensor:x axis keepdims',
  'math.reduce_min': 'min input_tensor:x axis keepdims',
  'math.reduce_prod': 'prod input_tensor:x axis keepdims',
  'math.reduce_std': 'std input_tensor:x axis keepdims',
  'math.reduce_sum': 'sum input_tensor:x axis keepdims',
  'math.reduce_variance': 'var input_tensor:x axis keepdims',
  'math.softplus': 'softplus features:x',
  'math.subtract': 'subtract x:x1 y:x2',
  'math.top_k': 'top_k input:x k sorted index_type-',
  'math.truediv': 'true_divide x:x1 y:x2',
  'nn.depth_to_space': 'depth_to_space input:x block_size data_format-',
  'nn.elu': 'elu features:x',
  'nn.leaky_relu': 'leaky_relu features:x alpha:negative_slope',
  'nn.log_softmax': 'log_softmax logits:x axis',
  'nn.moments': 'moments x axes[] shift- keepdims',
  'nn.relu': 'relu features:x',
  'nn.relu6': 'relu6 features:x',
  'nn.selu': 'selu features:x',
  'nn.sigmoid': 'sigmoid x',
  'nn.silu': 'silu features:x beta-',
  'nn.softmax': 'softmax logits:x axis',
  'nn.softplus': 'softplus features:x',
  'nn.softsign': 'softsign features:x',
  'nn.space_to_depth': 'space_to_depth input:x block_size data_format-',
  'nn.tanh': 'tanh x',
  one_hot: 'one_hot indices:x depth:num_classes on_value- off_value- axis dtype',
  ones_like: 'ones_like input:x dtype',
  repeat: 'repeat input:x repeats axis',
  reshape: 'reshape tensor:x shape:newshape',
  reverse: 'flip tensor:x axis[]',
  roll: 'roll input:x shift axis',
  stack: 'stack values:x axis',
  stop_gradient: 'stop_gradient input:variable',
  tensordot: 'tensordot a:x1 b:x2 axes',
  tile: 'tile input:x multiples:repeats[]',
  transpose: 'transpose a:x perm:axes conjugate-',
  unstack: 'unstack value:x num axis',
  where: 'where condition x:x1 y:x2',
  zeros_like: 'zeros_like input:x dtype layout-',
};

/** Functions of one argument that are named as in Keras but for the module. */
const UNARY: Readonly<Record<string, string>> = Object.fromEntries([
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh'].map((name) => [`math.${name}`, `arc${name.slice(1)}`]),
  ...['ceil', 'cos', 'cosh', 'erf', 'erfc', 'exp', 'expm1', 'floor', 'log', 'log1p', 'log_sigmoid', 'round', 'rsqrt', 'sigmoid', 'sign', 'sin', 'sinh', 'sqrt', 'square', 'tan', 'tanh'].map((name) => [`math.${name}`, name]),
]);

/** Reads parameters in the notation of the table. */
export function parseParameters(text: string): TensorFlowParameter[] {
  return text.split(' ').map((item) => {
    if (item.endsWith('-')) return [item.slice(0, -1), '', false];
    const [own = '', kerasName = own] = item.replace('[]', '').split(':');
    return [own, kerasName, item.endsWith('[]')];
  });
}

/** The TensorFlow function of this name, if Keras has it, too. */
export function renamedFunction(name: string): RenamedFunction | undefined {
  const unary = UNARY[name];
  if (unary !== undefined) return { name, kerasName: unary, parameters: [['x', 'x', false]] };
  const [kerasName, ...parameters] = RENAMED[name]?.split(' ') ?? [];
  return kerasName === undefined ? undefined : { name, kerasName, parameters: parseParameters(parameters.join(' ')) };
}

/** How TensorFlow 2 itself names what it writes for one of Keras' functions, by any of its names. */
export function tensorFlowNameOf(kerasNames: readonly string[]): RenamedFunction | undefined {
  const all = [...Object.keys(RENAMED), ...Object.keys(UNARY)].map(renamedFunction).filter((found) => found !== undefined && kerasNames.includes(found.kerasName));
  // Names of today come before those that are kept for old files.
  return all.find((found) => found !== undefined && !/^(compat\.|__operators__\.(eq|ne|add))/.test(found.name)) ?? all[0];
}
