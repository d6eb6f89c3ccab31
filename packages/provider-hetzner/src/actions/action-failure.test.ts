import { expect, test } from 'vitest';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import type { HetznerAction } from '../client/resources/action.js';
import { actionFailure } from './action-failure.js';

const action: HetznerAction = {
  id: 1,
  command: 'create_server',
  status: 'error',
  progress: 100,
  started: null,
  finished: null,
  resources: [],
  error: null,
};

test.each([
  [{ code: 'placement_error', message: 'no host is free' }, 'placement_error', 'no host is free'],
  [null, 'action_failed', 'Action failed'],
])('an action that failed with %j is an error of the API', (error, code, message) => {
  const failure = actionFailure({ ...action, error });
  expect(failure).toBeInstanceOf(HetznerAPIError);
  // Of 500, because a machine may have been made.
  expect(failure).toMatchObject({ message: `create_server: ${message}`, status: 500, code });
});
