import * as v from 'valibot';
import { parseInput } from './parse-input.js';

const instanceIdsSchema = v.array(v.string('must be a string'), 'must be a list of instance ids');

/**
 * Checks that there are ids at all; each is looked at on its own later.
 *
 * @throws InvalidInputError
 */
export function parseInstanceIds(instanceIds: readonly string[]): readonly string[] {
  return parseInput(instanceIdsSchema, instanceIds, 'instanceIds', 'getInstanceStatuses');
}
