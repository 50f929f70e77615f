/** The program of the engine's workers: of the one that leads, and of those that help it. */
import { EngineCore } from './engine-core.js';
import { Memory } from './memory.js';
import { instantiate, newMemory } from './module.js';
import { asReply, type Envelope, type HelpRequest, type Reply, type Request } from './protocol.js';

/** The other side, in Node or in a page. */
interface Port {
  onMessage(listener: (message: Envelope<Request | HelpRequest>) => void): void;
  send(message: Envelope<Reply>, transfer: readonly ArrayBuffer[]): void;
}

/** The global object of a worker in a page. */
interface PageScope {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: Envelope<Request | HelpRequest> }) => void): void;
}

async function openPort(): Promise<Port> {
  if (typeof self !== 'undefined' && 'postMessage' in self && typeof process === 'undefined') {
    const scope = self as unknown as PageScope;
    return {
      onMessage: (listener) => {
        scope.addEventListener('message', ({ data }) => listener(data));
      },
      send: (message, transfer) => scope.postMessage(message, transfer),
    };
  }
  const { parentPort } = await import('node:worker_threads');
  if (parentPort === null) throw new Error('This is the program of a worker.');
  return {
    onMessage: (listener) => parentPort.on('message', listener),
    send: (message, transfer) => parentPort.postMessage(message, transfer),
  };
}

let core: EngineCore | undefined;

function ready(): EngineCore {
  if (core === undefined) throw new Error('The engine was not started.');
  return core;
}

async function start({ module, build, memory, threads }: Extract<Request, { kind: 'start' }>): Promise<unknown> {
  const wasm = memory ?? newMemory(build);
  const kernels = await instantiate(module, wasm);
  core = new EngineCore(kernels, new Memory(wasm, kernels.heapBase()), threads);
  return { contexts: core.team.contexts, team: core.team.address };
}

/** Stays in WebAssembly until the team is stopped. The answer goes out before, since none can afterwards. */
async function help({ module, memory, context, team }: HelpRequest, begun: () => void): Promise<void> {
  const kernels = await instantiate(module, memory);
  begun();
  // Messages are sent when the thread is idle in a page: let that happen first.
  await new Promise((resolve) => setTimeout(resolve, 0));
  kernels.help(context, team, 0);
}

function answer(request: Request): unknown {
  switch (request.kind) {
    case 'start': return start(request);
    case 'missing': return ready().missing(request.plan);
    case 'pack': return ready().pack(request.packed, request.values, request.owner);
    case 'load': return ready().load(request.plan, request.owner);
    case 'run': return ready().run(request.handle, request.inputs);
    case 'profile': return ready().profile(request.handle, request.inputs);
    case 'unload': return ready().unload(request.handle);
    case 'forget': return ready().forget(request.owner);
    case 'stop': return ready().stop();
  }
}

/** Results are the receiver's own: their buffers move, and are not copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  const items = Array.isArray(value) ? value : [];
  return items.filter(ArrayBuffer.isView).map(({ buffer }) => buffer as ArrayBuffer);
}

async function main(): Promise<void> {
  const port = await openPort();
  port.onMessage(({ id, content }) => {
    void (async (): Promise<void> => {
      try {
        if (content.kind === 'help') {
          await help(content, () => port.send({ id, content: { value: undefined } }, []));
          return;
        }
        const value = await answer(content);
        port.send({ id, content: { value } }, buffersOf(value));
      } catch (error) {
        port.send({ id, content: asReply(error) }, []);
      }
    })();
  });
}

void main();
