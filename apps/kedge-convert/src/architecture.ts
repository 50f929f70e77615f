import { UsageError } from '@kedge/cli-kit';
import { inceptionV3, mobileNetV2 } from '@kedge/applications';
import type { Model } from '@kedge/layers';

/** Networks that `--architecture` knows by name. */
const APPLICATIONS: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => Model>> = {
  inceptionV3: (options) => inceptionV3(options),
  mobileNetV2: (options) => mobileNetV2(options),
};

/** `classes=5&includeTop=false` as numbers, booleans, lists and text. */
function parseOptions(text: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(text)].map(([key, value]) => {
      try {
        return [key, JSON.parse(value) as unknown];
      } catch {
        return [key, value];
      }
    }),
  );
}

/**
 * What `--architecture` names: an application with its options, or a file.
 *
 * @returns A model, or the path as it was given.
 * @throws {UsageError} for an application's name in another letter case.
 */
export function parseArchitecture(text: string): Model | string {
  const [name = '', options = ''] = text.split('?');
  const make = Object.hasOwn(APPLICATIONS, name) ? APPLICATIONS[name] : undefined;
  if (make !== undefined) return make(parseOptions(options));
  const meant = Object.keys(APPLICATIONS).find((known) => known.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) throw new UsageError(`--architecture: there is no '${name}'. Did you mean '${meant}'?`);
  return text;
}
