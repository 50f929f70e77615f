import { hardSwish, sigmoid, swish, tanh } from '../math/activations';
import { storePart } from './panel';

/** What is done to results after they are clamped; the numbers are those of `ACTIVATIONS` in src/binders/epilogue.ts. */
function activated(activation: i32, x: v128): v128 {
  switch (activation) {
    case 1: return sigmoid(x);
    case 2: return tanh(x);
    case 3: return swish(x);
    default: return hardSwish(x);
  }
}

/** Applies an activation to rows of numbers in place. */
export function activateRows(activation: i32, at: usize, rows: i32, columns: i32, stride: usize): void {
  for (; rows > 0; --rows) {
    let p = at;
    let left = columns;
    for (; left >= 4; left -= 4) {
      v128.store(p, activated(activation, v128.load(p)));
      p += 16;
    }
    if (left > 0) {
      const x = activated(activation, v128.load(p));
      storePart(p, x, x, left);
    }
    at += stride;
  }
}
