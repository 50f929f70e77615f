import { applications } from '@kedge/applications';
import { loadApplication } from '@kedge/applications/load-application';
import { UsageError } from '@kedge/cli-kit';
import type { Model } from '@kedge/layers';

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
export async function parseArchitecture(text: string): Promise<Model | string> {
  const [name = '', options = ''] = text.split('?');
  if (applications.some((application) => application.name === name)) return (await loadApplication(name))(parseOptions(options));
  const meant = applications.find((application) => application.name.toLowerCase() === name.toLowerCase());
  if (meant !== undefined) throw new UsageError(`--architecture: there is no '${name}'. Did you mean '${meant.name}'?`);
  return text;
}
