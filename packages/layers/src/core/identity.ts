import { Layer, type LayerConfig } from '../engine/layer.js';

export type IdentityConfig = LayerConfig;

/** Hands its input through, whatever structure of tensors it is. */
export class Identity extends Layer<Record<never, never>> {
  static readonly className = 'Identity';
  static readonly fields = {};

  constructor(config: IdentityConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(inputs: unknown): unknown {
    return inputs;
  }
}

/** Makes an {@link Identity}. */
export const identity = (config: IdentityConfig = {}): Identity => new Identity(config);
