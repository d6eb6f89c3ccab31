import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isReserved, type Tags } from './tags.js';

const MAXIMUM_TAGS = 50;
/** As the API model says; the user guide says 128. */
const MAXIMUM_KEY_LENGTH = 127;
const MAXIMUM_VALUE_LENGTH = 256;

/** A tag as requests give it. */
export interface GivenTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/**
 * Checks tags that a request sets.
 *
 * @throws ApiError InvalidParameterValue for reserved, doubled and too long texts, TagLimitExceeded for too many
 */
export function checkTags(given: readonly GivenTag[]): Tags {
  const tags = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of given) {
    const refuse = requestErrors.invalidParameterValue;
    if (key === '') throw refuse('Tag key cannot be empty.');
    if (isReserved(key)) {
      throw refuse(`Tag keys starting with 'aws:' are reserved for internal use: ${key}`);
    }
    if (lengthOf(key) > MAXIMUM_KEY_LENGTH) {
      throw refuse(`Tag key exceeds the maximum length of ${MAXIMUM_KEY_LENGTH} characters`);
    }
    if (lengthOf(value) > MAXIMUM_VALUE_LENGTH) {
      throw refuse(`Tag value exceeds the maximum length of ${MAXIMUM_VALUE_LENGTH} characters`);
    }
    if (tags.has(key)) throw refuse(`Duplicate tag key '${key}' specified.`);
    tags.set(key, value);
  }
  checkTagCount(tags);
  return tags;
}

/** @throws ApiError TagLimitExceeded; what EC2 itself has set does not count */
export function checkTagCount(tags: Tags): void {
  const own = [...tags.keys()].filter((key) => !isReserved(key));
  if (own.length > MAXIMUM_TAGS) throw resourceErrors.tagLimitExceeded();
}

/** In Unicode characters. */
function lengthOf(text: string): number {
  return [...text].length;
}
