/** A width with two decimals, a tie to the even one, as Python writes it. */
export function twoDecimals(alpha: number): string {
  const isTieToLower = (alpha * 8) % 4 === 1;
  return (isTieToLower ? alpha - 0.001 : alpha).toFixed(2);
}
