import { unpackWasm } from './embedded-wasm.js';

/** What a codec hands over: RGBA bytes, as in the DOM's `ImageData`. */
export interface CodecImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What came of one call: an image or nothing, and everything that the codec said meanwhile. */
export interface CodecResult {
  readonly image: CodecImage | undefined;
  /** Lines that the codec would have printed, and the exception that ended it. */
  readonly messages: readonly string[];
}

interface CodecInstance {
  readonly decode: (...args: unknown[]) => CodecImage | null;
}

/** The glue that Emscripten writes around a module; `overrides` replace parts of it. */
export type CodecFactory = (overrides: {
  noInitialRun: boolean;
  print: (line: string) => void;
  printErr: (line: string) => void;
  instantiateWasm: (imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void) => object;
}) => Promise<unknown>;

/** Glue and packed WebAssembly of one codec, each by dynamic import. */
export interface CodecSource {
  readonly factory: () => Promise<CodecFactory>;
  readonly wasm: () => Promise<string>;
}

/** Beyond this many pixels an instance is given up after use: WebAssembly memory grows and never shrinks. */
const KEEP_PIXELS = 2 ** 20;

/** Stands in for the DOM's class where there is none: the codecs hand their result over by constructing one. */
class PlainImageData implements CodecImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;

  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

/**
 * A decoder that was compiled to WebAssembly with Emscripten, tamed: it prints nothing, leaves no global behind, and one
 * bad picture does not spoil the next, since an instance that stopped is thrown away.
 */
export class EmscriptenCodec {
  readonly #source: CodecSource;
  #compiled: Promise<WebAssembly.Module> | undefined;
  #instance: Promise<CodecInstance> | undefined;
  #messages: string[] = [];

  constructor(source: CodecSource) {
    this.#source = source;
  }

  /**
   * Decodes one picture.
   *
   * @param args What the codec's own `decode` takes.
   */
  async decode(...args: unknown[]): Promise<CodecResult> {
    this.#instance ??= this.#instantiate();
    const instance = await this.#instance;
    // From here on nothing is awaited, so that the messages are those of this picture.
    const messages: string[] = [];
    this.#messages = messages;
    try {
      const image = withImageData(() => instance.decode(...args)) ?? undefined;
      if (image !== undefined && image.width * image.height > KEEP_PIXELS) this.#instance = undefined;
      return { image, messages };
    } catch (error) {
      this.#instance = undefined;
      messages.push(error instanceof Error ? error.message : String(error));
      return { image: undefined, messages };
    }
  }

  async #instantiate(): Promise<CodecInstance> {
    this.#compiled ??= this.#source.wasm().then((text) => WebAssembly.compile(unpackWasm(text)));
    try {
      const [factory, compiled] = await Promise.all([this.#source.factory(), this.#compiled]);
      const say = (line: string) => {
        this.#messages.push(line);
      };
      return await new Promise<CodecInstance>((resolve, reject) => {
        const overrides = { noInitialRun: true, print: say, printErr: say, instantiateWasm: instantiator(compiled, reject) };
        // The glue polyfills ImageData for good if it finds none; inside withImageData it finds one, and that is taken back.
        // The factory's type says nothing about what the module exports; each codec here exports decode.
        withImageData(() => factory(overrides)).then((instance) => resolve(instance as CodecInstance), reject);
      });
    } catch (error) {
      this.#compiled = undefined;
      this.#instance = undefined;
      throw error;
    }
  }
}

function instantiator(compiled: WebAssembly.Module, fail: (error: unknown) => void) {
  return (imports: WebAssembly.Imports, use: (instance: WebAssembly.Instance) => void): object => {
    // Asynchronously, as browsers limit what may be instantiated at once on the main thread.
    WebAssembly.instantiate(compiled, imports).then(use).catch(fail);
    return {};
  };
}

/** Runs synchronous codec code with a global `ImageData`, and removes it again where the platform has none. */
function withImageData<T>(run: () => T): T {
  if ('ImageData' in globalThis) return run();
  const globals = globalThis as { ImageData?: unknown };
  globals.ImageData = PlainImageData;
  try {
    return run();
  } finally {
    delete globals.ImageData;
  }
}
