import { format, inspect } from 'node:util';

const EVERYTHING = {
  depth: Number.POSITIVE_INFINITY,
  showHidden: true,
  getters: true,
  maxArrayLength: null,
  maxStringLength: null,
  breakLength: Number.POSITIVE_INFINITY,
} as const;

/** All that anybody can get to see of a value: what is printed, logged, sent and cloned of it and of all that hangs on it. */
export function shownTexts(value: unknown): string {
  const lines = new Set<string>();
  for (const part of partsOf(value)) {
    for (const text of textsOf(part)) for (const line of text.split('\n')) lines.add(line);
  }
  return [...lines].join('\n');
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value;
    return;
  }
  yield attempt(() => String(value));
  yield attempt(() => JSON.stringify(value));
  yield attempt(() => JSON.stringify(value, Reflect.ownKeys(Object(value)).map(String)));
  yield attempt(() => inspect(structuredClone(value), EVERYTHING));
  if (!(value instanceof Error)) return;
  yield value.message;
  yield value.stack ?? '';
  yield inspect(value);
  yield format('%s %O %j', value, value, value);
}

/** The value, printed whole, and one by one the errors and texts in it, wherever they are kept. */
function* partsOf(value: unknown): Generator<unknown> {
  yield inspect(value, EVERYTHING);
  const seen = new Set<unknown>();
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string') yield next;
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next === value || next instanceof Error) yield next;
    open.push(...insideOf(next));
  }
}

/** Also what is not enumerable, or under a symbol. */
function insideOf(object: object): unknown[] {
  const own = Reflect.ownKeys(object).flatMap((key) => [key, read(object, key)]);
  if (object instanceof Map) return [...own, ...object.keys(), ...object.values()];
  return object instanceof Set ? [...own, ...object] : own;
}

function read(object: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(object, key);
  } catch (error) {
    return error;
  }
}

/** What cannot be printed shows nothing. */
function attempt(print: () => string | undefined): string {
  try {
    return print() ?? '';
  } catch {
    return '';
  }
}
