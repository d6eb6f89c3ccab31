import { type CallOptions, InvalidInputError, type StagelyError } from '@stagely/core';
import {
  type Call,
  type Operation,
  parseBoth,
  parseCallOptions,
  parseInput,
  parseInstanceId,
} from '@stagely/core/plugin';
import * as v from 'valibot';

const ID_FORM = { pattern: /^[1-9]\d{0,15}$/, example: '3164444' };

/** A call about one droplet. */
export interface InstanceCall extends Call {
  readonly operation: Operation & { readonly instanceId: string };
}

/**
 * Checks the id and the options of a call about one droplet.
 *
 * @throws InvalidInputError, OperationAbortedError
 */
export function parseInstanceCall(
  named: Operation,
  instanceId: string,
  options: CallOptions | undefined,
): InstanceCall {
  const [operation, signal] = parseBoth(
    named,
    () => ({ ...named, instanceId: parseInstanceId(instanceId, ID_FORM, named) }),
    (parsed) => parseCallOptions(options, parsed ?? named),
  );
  return { operation, signal };
}

const idsSchema = v.array(v.string('must be a string'), 'must be a list of instance ids');

/** Ids, each once. */
interface SortedIds {
  readonly valid: readonly string[];
  /** What is wrong with each of the others. */
  readonly problems: ReadonlyMap<string, StagelyError>;
}

/**
 * Tells the ids that a droplet can have from others.
 *
 * @throws InvalidInputError for what is no list of texts
 */
export function parseInstanceIds(instanceIds: readonly string[], operation: Operation): SortedIds {
  const ids = new Set(parseInput(idsSchema, instanceIds, 'instanceIds', operation));
  const problems = new Map(
    [...ids].flatMap((id) => {
      const problem = problemOf(id, operation);
      return problem === undefined ? [] : [[id, problem] as const];
    }),
  );
  return { valid: [...ids].filter((id) => !problems.has(id)), problems };
}

function problemOf(instanceId: string, operation: Operation): StagelyError | undefined {
  try {
    parseInstanceId(instanceId, ID_FORM, operation);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
}
