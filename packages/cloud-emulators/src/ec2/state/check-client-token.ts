import { launchErrors } from '../errors/launch-errors.js';

/** @throws ApiError InvalidClientToken beyond 64 ASCII characters (128 where an action says so) */
export function checkClientToken(token: string, maximumLength = 64): void {
  if (token.length > maximumLength || !/^[\x20-\x7e]*$/.test(token)) {
    throw launchErrors.invalidClientToken();
  }
}
