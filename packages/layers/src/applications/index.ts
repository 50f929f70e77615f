// Written by scripts/generate.mjs.
export { CustomScaleLayer, customScaleLayer, type CustomScaleLayerConfig } from './custom-scale-layer.js';
export { LayerScale, layerScale, type LayerScaleConfig } from './layer-scale.js';
export { StochasticDepth, stochasticDepth, type StochasticDepthConfig } from './stochastic-depth.js';
