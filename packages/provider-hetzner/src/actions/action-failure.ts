import { HetznerAPIError } from '../client/hetzner-api-error.js';
import type { HetznerAction } from '../client/resources/action.js';

/** The error of an action that came to a bad end; its codes are those of refused requests. */
export function actionFailure({ command, error }: HetznerAction): HetznerAPIError {
  const { code, message } = error ?? { code: 'action_failed', message: 'Action failed' };
  // The status of a request that the API could not carry out: nothing is known of the machine.
  return new HetznerAPIError(`${command}: ${message}`, { status: 500, code });
}
