import { launchErrors } from '../errors/launch-errors.js';

/** Before base64. */
const MAXIMUM_BYTES = 16 * 1024;

/**
 * Checks user data as it is sent.
 *
 * @throws ApiError InvalidUserData.Malformed when it is no base64, InvalidParameterValue beyond 16 KB raw
 */
export function checkUserData(base64: string): void {
  const compact = base64.replaceAll(/[\r\n]/g, '');
  const bytes = Buffer.from(compact, 'base64');
  const unpadded = (given: string) => given.replace(/=+$/, '');
  if (unpadded(bytes.toString('base64')) !== unpadded(compact)) {
    throw launchErrors.malformedUserData();
  }
  if (bytes.length > MAXIMUM_BYTES) throw launchErrors.userDataTooLarge();
}
