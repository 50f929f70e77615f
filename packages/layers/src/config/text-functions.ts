/** What a user's code does to a text: change it, or split it into tokens. */
export type TextFunction<R extends string | readonly string[] = string | readonly string[]> = (text: string) => R;

const registered = new Map<string, TextFunction>();

/** Makes a function on texts known under the name that files use for it. */
export function registerTextFunction(name: string, fn: TextFunction): void {
  registered.set(name, fn);
}

/** The function of a name, a package prefix left aside; `undefined` when none was registered. */
export const textFunctionOf = (name: string): TextFunction | undefined => registered.get(name) ?? registered.get(name.split('>').at(-1) ?? name);
