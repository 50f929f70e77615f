export function runGradientCases(): void {}
