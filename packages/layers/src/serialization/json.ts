import { KedgeError } from '@kedge/graph-core';

/** A model config that does not hold what a config must (`INVALID_MODEL_CONFIG`). */
export class InvalidModelConfigError extends KedgeError {
  constructor(message: string) {
    super('INVALID_MODEL_CONFIG', message);
  }
}

/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object. @throws {InvalidModelConfigError} naming the place. */
export function expectRecord(value: unknown, place: string): JsonRecord {
  if (!isRecord(value)) throw new InvalidModelConfigError(`${place}: expected an object, got ${describe(value)}.`);
  return value;
}

/** The value as a list. @throws {InvalidModelConfigError} naming the place. */
export function expectList(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new InvalidModelConfigError(`${place}: expected a list, got ${describe(value)}.`);
  return value;
}

/** The value as text. @throws {InvalidModelConfigError} naming the place. */
export function expectString(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new InvalidModelConfigError(`${place}: expected a string, got ${describe(value)}.`);
  return value;
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
