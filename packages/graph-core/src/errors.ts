/**
 * The base of every error that Kedge throws on purpose.
 *
 * The `code` is stable and meant for programs; the message is meant for people and says what was expected, what came,
 * where, and what to do.
 */
export class KedgeError extends Error {
  /** Stable upper-snake identifier, listed in `docs/errors.md`. */
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An argument or option has a value that the function does not take (`INVALID_ARGUMENT`). */
export class InvalidArgumentError extends KedgeError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('INVALID_ARGUMENT', message, options);
  }
}

/** Shapes do not fit together (`SHAPE_MISMATCH`). */
export class ShapeMismatchError extends KedgeError {
  constructor(message: string) {
    super('SHAPE_MISMATCH', message);
  }
}

/** A dtype that the operation does not take (`DTYPE_MISMATCH`). */
export class DTypeMismatchError extends KedgeError {
  constructor(message: string) {
    super('DTYPE_MISMATCH', message);
  }
}

/** An output cannot be computed from the given inputs (`DISCONNECTED_GRAPH`). */
export class DisconnectedGraphError extends KedgeError {
  /** Name of the tensor that nothing provides. */
  readonly tensorName: string;
  /** Name of the operation that needs it. */
  readonly operationName: string;
  /** The output in which it was missed: `outputs`, `outputs[1]`, `outputs.logits`. */
  readonly outputPath: string;
  /** Names of the operations that the inputs do reach. */
  readonly reached: readonly string[];

  constructor(
    message: string,
    details: { tensorName: string; operationName: string; outputPath?: string; reached: readonly string[] },
  ) {
    super('DISCONNECTED_GRAPH', message);
    this.tensorName = details.tensorName;
    this.operationName = details.operationName;
    this.outputPath = details.outputPath ?? 'outputs';
    this.reached = details.reached;
  }
}

/** A tensor depends on itself (`CYCLIC_GRAPH`). */
export class CyclicGraphError extends KedgeError {
  /** Name of the tensor. */
  readonly tensorName: string;
  /** Names of the operations on the way round, each before the one whose result it takes. */
  readonly operationNames: readonly string[];

  constructor(message: string, details: { tensorName?: string; operationNames?: readonly string[] } = {}) {
    super('CYCLIC_GRAPH', message);
    this.tensorName = details.tensorName ?? '';
    this.operationNames = details.operationNames ?? [];
  }
}

/** Two different operations of one graph have one name (`DUPLICATE_NAME`). */
export class DuplicateNameError extends KedgeError {
  /** The name that both have. */
  readonly operationName: string;

  constructor(message: string, details: { operationName?: string } = {}) {
    super('DUPLICATE_NAME', message);
    this.operationName = details.operationName ?? '';
  }
}

/** Values were to be computed, but no backend is ready to compute them (`BACKEND_NOT_READY`). */
export class BackendNotReadyError extends KedgeError {
  constructor(message: string) {
    super('BACKEND_NOT_READY', message);
  }
}
