/**
 * Where the coefficients of the zigzag sequence lie in a block (ITU T.81, figure A.6). Damaged data may run up to 15
 * places past the end; as in libjpeg those all mean the last place.
 */
export const NATURAL_ORDER = /* @__PURE__ */ zigzag();

function zigzag(): Uint8Array {
  const order = new Uint8Array(64 + 16).fill(63);
  let index = 0;
  for (let diagonal = 0; diagonal < 15; diagonal += 1) {
    const first = Math.max(0, diagonal - 7);
    const last = Math.min(7, diagonal);
    for (let i = first; i <= last; i += 1) {
      // Even diagonals run upwards.
      const row = diagonal % 2 === 0 ? diagonal - i : i;
      order[index] = row * 8 + (diagonal - row);
      index += 1;
    }
  }
  return order;
}
