import * as v from 'valibot';
import { invalidFields, malformedJson } from '../errors.js';
import type { HetznerRequest } from './hetzner-request.js';

/** An object that refuses or ignores fields that are not listed, as the emulator is set. */
export type ObjectOf = <const Entries extends v.ObjectEntries>(
  entries: Entries,
) => v.GenericSchema<v.InferInput<Fields<Entries>>, v.InferOutput<Fields<Entries>>>;

type Fields<Entries extends v.ObjectEntries> = v.ObjectSchema<Entries, undefined>;

/**
 * Reads a body whatever its content type says.
 *
 * @throws ApiError 400 `json_error` when it is no JSON object, 422 `invalid_input` with all fields that are
 *   wrong
 */
export function readBody<const Entries extends v.ObjectEntries>(
  { call, account }: HetznerRequest,
  fieldsOf: (object: ObjectOf) => Entries,
): v.InferOutput<Fields<Entries>> {
  const object = account.behaviour.unknownInput === 'refuse' ? strictObject : tolerantObject;
  const result = v.safeParse(object(fieldsOf(object)), parseObject(call.bodyText));
  if (result.success) return result.output;
  const messages = new Map<string, string[]>();
  for (const { path, message } of result.issues) {
    const name = (path ?? []).map(({ key }) => String(key)).join('.');
    messages.set(name, [...(messages.get(name) ?? []), message]);
  }
  throw invalidFields(Array.from(messages, ([name, texts]) => ({ name, messages: texts })));
}

/** For operations without fields: nothing, or an empty object. */
export function readNoBody(request: HetznerRequest): void {
  if (request.call.bodyText.trim() !== '') readBody(request, () => ({}));
}

const strictObject: ObjectOf = (entries) => v.strictObject(entries, explain);
const tolerantObject: ObjectOf = (entries) => v.object(entries, explain);

function explain({ expected, input }: { expected: string | null; input: unknown }): string {
  if (expected === 'never') return 'unknown field';
  return input === undefined ? 'is required' : 'is not an object';
}

function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformedJson();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformedJson();
  return value;
}
