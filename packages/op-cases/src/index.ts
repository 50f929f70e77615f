export { isPrimitiveCase, parseOpCases, type Expected, type FunctionCase, type OpCase, type PrimitiveCase } from './case.js';
export { difference } from './compare.js';
export { runGradientCases } from './gradients.js';
export { callByName, invoke, upload } from './invoke.js';
export { kerasCases, kerasFunctions, kerasNames, type KerasCase, type KerasName } from './keras-cases.js';
export { runKerasCases, runOpCases, withBackend, type RunOptions, type TestApi } from './run.js';
export { scanCases, type ScanCase } from './scan-cases.js';
export { opCases } from './table.js';
export { allowedDeviation, EPSILON, type Tolerance } from './tolerance.js';
