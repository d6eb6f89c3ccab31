import { InvalidInputError } from '@stagely/core';
import { LaunchTakenError } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import { rethrowTaken } from './rethrow-taken.js';

const refusal = (providerCode: string | undefined) =>
  new InvalidInputError('refused', { operation: 'createInstance', issues: [], providerCode });

function rethrown(error: unknown): unknown {
  try {
    return rethrowTaken(error);
  } catch (thrown) {
    return thrown;
  }
}

describe('the refusal of a create request', () => {
  it.each(['IdempotentInstanceTerminated', 'IdempotentParameterMismatch'])(
    'with %s says that its token is used',
    (code) => {
      const cause = refusal(code);
      const error = rethrown(cause);
      expect(error).toBeInstanceOf(LaunchTakenError);
      expect(error).toMatchObject({ message: `The client token is used: ${code}.`, cause });
    },
  );

  it.each([
    refusal('InvalidParameterValue'),
    refusal(undefined),
    Object.assign(new Error('not of EC2'), { providerCode: 'IdempotentParameterMismatch' }),
  ])('is thrown on as it is otherwise: %s', (error) => {
    expect(rethrown(error)).toBe(error);
  });
});
