// Written by scripts/generate.mjs.
export { AdditiveAttention, additiveAttention, type AdditiveAttentionConfig } from './additive-attention.js';
export { Attention, attention, type AttentionConfig } from './attention.js';
export { GroupQueryAttention, groupQueryAttention, type GroupQueryAttentionConfig } from './group-query-attention.js';
export { MultiHeadAttention, multiHeadAttention, type MultiHeadAttentionConfig } from './multi-head-attention.js';
