import * as v from 'valibot';
import { isPlainObject, plainObject } from '../validation/schemas.js';

/** Far above any cloud's credentials, and well below what `decryptCredentials` takes. */
const MAX_BYTES = 65_536;

/** Credentials as JSON: only what JSON holds whole, so that what is opened is what was encrypted. */
export const credentialsJsonSchema = v.pipe(
  plainObject('must be an object'),
  v.rawTransform(({ dataset, addIssue }): string => {
    const input = dataset.value;
    const fields: string[] = [];
    for (const [key, value] of Object.entries(input)) {
      if (value === undefined) continue;
      const json = printJson(value);
      if (json !== undefined) fields.push(`${JSON.stringify(key)}:${json}`);
      else {
        addIssue({
          message:
            'must be a JSON value: texts, finite numbers, booleans, null, and arrays and plain objects of them',
          path: [{ type: 'object', origin: 'value', input, key, value }],
        });
      }
    }
    return `{${fields.join(',')}}`;
  }),
  v.check(
    (json) => Buffer.byteLength(json) <= MAX_BYTES,
    `must have at most ${MAX_BYTES} bytes as JSON`,
  ),
);

/** `undefined` for what JSON would leave out, change, or never come to the end of. */
function printJson(value: unknown): string | undefined {
  let remaining = MAX_BYTES;
  try {
    return JSON.stringify(value, function (this: object, key, inner: unknown) {
      const isWhole = isJsonValue(inner, this) && Object.is(inner, Reflect.get(this, key));
      if (!isWhole || remaining-- === 0) throw new TypeError('Not a JSON value.');
      return inner;
    });
  } catch {
    return undefined;
  }
}

function isJsonValue(value: unknown, holder: object): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'undefined':
      return !Array.isArray(holder);
    case 'object':
      return value === null || Array.isArray(value) || isPlainObject(value);
    default:
      return false;
  }
}
