/** Class names for which there is a reason better than "unknown". */
export const REFUSED_LAYERS: Readonly<Record<string, string>> = {
  Lambda: "a Lambda holds Python bytecode: write what it does as a layer in TypeScript and pass it as customObjects: { Lambda: YourLayer }, or register it",
  KerasLayer: 'it is a TF-Hub module: export the model with its layers in place of the hub handle',
  JaxLayer: 'it holds JAX code: write what it does as a layer in TypeScript and register it',
  FlaxLayer: 'it holds Flax code: write what it does as a layer in TypeScript and register it',
  TorchModuleWrapper: 'it holds a PyTorch module: write what it does as a layer in TypeScript and register it',
  TFSMLayer: 'it refers to a SavedModel: rebuild the network with its layers, or write it as a layer in TypeScript and register it',
  Layer: 'it is the base class, which computes nothing: write its subclass in TypeScript and register it',
  Wrapper: 'it is a base class, which computes nothing: write its subclass in TypeScript and register it',
  AbstractRNNCell: 'it is a base class, which computes nothing: write its subclass in TypeScript and register it',
  PreprocessingLayer: 'it is a base class, which computes nothing: write its subclass in TypeScript and register it',
  LocallyConnected1D: 'Keras 3 has dropped it, and it is not read here: write it as a layer in TypeScript and register it',
  LocallyConnected2D: 'Keras 3 has dropped it, and it is not read here: write it as a layer in TypeScript and register it',
  DenseFeatures: 'it holds feature columns of TensorFlow: use preprocessing layers such as StringLookup, Discretization and CategoryEncoding',
  RandomFourierFeatures: 'Keras 3 has dropped it, and it is not read here: write it as a layer in TypeScript and register it',
};
