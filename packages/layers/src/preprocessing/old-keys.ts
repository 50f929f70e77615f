/**
 * A config with today's keys in place of those that earlier releases wrote; everything else, hidden marks too, stays as it is.
 *
 * @param names Today's key by the old one; null for a key that says nothing any more.
 */
export function withoutOldKeys(config: object, names: Readonly<Record<string, string | null>>): object {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(config)).flatMap(([key, descriptor]) => {
    if (!Object.hasOwn(names, key)) return [[key, descriptor] as const];
    const name = names[key] ?? null;
    return name === null || Object.hasOwn(config, name) ? [] : [[name, descriptor] as const];
  });
  const marks = Object.getOwnPropertySymbols(config).map((symbol) => [symbol, Object.getOwnPropertyDescriptor(config, symbol) ?? {}] as const);
  return Object.defineProperties({}, Object.fromEntries([...descriptors, ...marks]));
}

/** What earlier releases wrote into lookup layers, spelled as in files. */
export const OLD_LOOKUP_KEYS: Readonly<Record<string, string | null>> = {
  vocab_size: 'vocabularySize',
  max_values: 'maxTokens',
  mask_value: 'maskToken',
  oov_value: 'oovToken',
  has_static_table: null,
  has_input_vocabulary: null,
};
