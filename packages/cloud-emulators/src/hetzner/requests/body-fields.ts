import * as v from 'valibot';
import { checkLabelKey, checkLabelValue } from '../label-selector/label-syntax.js';

const USER_DATA_LIMIT_BYTES = 32 * 1024;

export const text = v.string('is not a string');
export const flag = v.boolean('is not a boolean');

export const id = v.pipe(
  v.number('is not an integer'),
  v.safeInteger('is not an integer'),
  v.minValue(1, 'is not a valid ID'),
);

/** An id or a name. Descriptions say text; clients send numbers as well, and the API takes them. */
export const reference = v.pipe(
  v.union([v.pipe(text, v.nonEmpty('must not be empty')), id], 'is not an ID or a name'),
  v.transform(String),
);

/** A host name as of RFC 1123. */
export const hostName = v.pipe(text, v.check(isHostName, 'Name must be a valid hostname.'));

/** The name of anything but a server. */
export const resourceName = v.pipe(
  text,
  v.check((name) => name.trim() !== '' && name.length <= 255, 'is not a valid name'),
);

export const userData = v.pipe(
  text,
  v.check((data) => Buffer.byteLength(data) <= USER_DATA_LIMIT_BYTES, 'is too long'),
);

/** Problems are told of the whole field, as the API does. */
export const labels = v.pipe(
  v.custom<object>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'is not an object',
  ),
  v.rawTransform(({ dataset, addIssue }) => {
    const read = new Map<string, string>();
    for (const [key, value] of Object.entries(dataset.value)) {
      const problem =
        checkLabelKey(key) ??
        (typeof value === 'string' ? checkLabelValue(value) : `label '${key}' is not a string`);
      if (problem !== undefined) addIssue({ message: problem });
      read.set(key, String(value));
    }
    return read;
  }),
);

function isHostName(name: string): boolean {
  const label = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
  return name.length <= 253 && name.split('.').every((part) => label.test(part));
}
