import * as v from 'valibot';
import { boundedText, plainObject } from '../validation/schemas.js';

const MAX_TAGS = 40;
const RESERVED_PREFIX = /^stagely/i;
/** The one key under the reserved prefix that is the user's: it marks test machines for `reapInstances`. */
const TEST_TAG = 'stagely_test';

const tagKey = v.pipe(
  boundedText(1, 127),
  v.check(
    (key) => key === TEST_TAG || !RESERVED_PREFIX.test(key),
    'starts with the reserved prefix "stagely"',
  ),
);
const tagValue = boundedText(0, 256);

/** Tags, whatever their keys are called: `constructor` and `__proto__` are keys like any other. */
export const tagsSchema = v.pipe(
  plainObject('must be an object of strings'),
  v.rawTransform(({ dataset, addIssue, NEVER }): Record<string, string> => {
    const input = dataset.value;
    const entries = Object.entries(input);
    const tags: [string, string][] = [];
    if (entries.length > MAX_TAGS) {
      addIssue({ message: `must have at most ${MAX_TAGS} tags, not ${entries.length}` });
    }
    for (const [key, value] of entries) {
      for (const message of tagProblems(key, value)) {
        addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value }] });
      }
      if (typeof value === 'string') tags.push([key, value]);
    }
    return dataset.issues === undefined ? Object.fromEntries(tags) : NEVER;
  }),
);

function* tagProblems(key: string, value: unknown): Generator<string> {
  const [keyIssue] = v.safeParse(tagKey, key).issues ?? [];
  const [valueIssue] = v.safeParse(tagValue, value).issues ?? [];
  if (keyIssue !== undefined) yield `has a key that ${keyIssue.message}`;
  if (valueIssue !== undefined) yield valueIssue.message;
}
