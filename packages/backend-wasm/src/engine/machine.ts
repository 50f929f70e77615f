/** What the code runs on, as far as the choice of kernels depends on it. */
export interface Machine {
  /** Whether the module has relaxed SIMD instructions, and they fuse multiplication and addition. */
  readonly fma: boolean;
  /** Vector registers: 32 on ARM64, 16 on x86-64. */
  readonly isArm: boolean;
  /** Rows of the largest tile of sums that is kept in registers: 4, 6 or 8. */
  readonly tileRows: number;
  /** Whether convolutions may be done by Winograd's filtering, whose results differ by a few more units in the last place. */
  readonly winograd: boolean;
}
