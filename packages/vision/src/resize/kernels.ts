/** A resampling kernel: its weight at a distance from the centre, zero beyond its radius (in source pixels at scale 1). */
export interface Kernel {
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

/** `sin(pi x) / (pi x)`. */
function sinc(x: number): number {
  if (x === 0) return 1;
  const angle = x * Math.PI;
  return Math.sin(angle) / angle;
}

export const box: Kernel = {
  radius: 0.5,
  weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0),
};

export const triangle: Kernel = {
  radius: 1,
  weight: (x) => Math.max(0, 1 - Math.abs(x)),
};

/** Hamming window times sinc, as Pillow has it. */
export const hamming: Kernel = {
  radius: 1,
  weight: (x) => {
    const distance = Math.abs(x);
    if (distance === 0) return 1;
    if (distance >= 1) return 0;
    return sinc(distance) * (0.54 + 0.46 * Math.cos(distance * Math.PI));
  },
};

/** R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5. */
export const keysCubic: Kernel = {
  radius: 2,
  weight: (x) => {
    const a = -0.5;
    const d = Math.abs(x);
    if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
    if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
    return 0;
  },
};

/** Sinc windowed by a wider sinc (C. Lanczos). */
export function lanczos(radius: number): Kernel {
  return { radius, weight: (x) => (x >= -radius && x < radius ? sinc(x) * sinc(x / radius) : 0) };
}

/** A Gaussian whose radius is three standard deviations, as TensorFlow has it. */
export const gaussian: Kernel = {
  radius: 1.5,
  weight: (x) => (Math.abs(x) >= 1.5 ? 0 : Math.exp(-2 * x * x)),
};

/** D. Mitchell, A. Netravali, "Reconstruction filters in computer graphics", 1988, with B = C = 1/3. */
export const mitchellCubic: Kernel = {
  radius: 2,
  weight: (x) => {
    const d = Math.abs(x);
    if (d < 1) return ((7 / 6) * d - 2) * d * d + 8 / 9;
    if (d < 2) return (((-7 / 18) * d + 2) * d - 10 / 3) * d + 16 / 9;
    return 0;
  },
};
