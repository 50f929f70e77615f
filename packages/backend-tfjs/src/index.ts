export { createTfjsBackend, type TfjsBackendOptions } from './create-backend.js';
export type { TfjsEngine } from './engine.js';
export type { WasmPaths } from './wasm-files.js';
