import { unprocessable } from '../api-errors.js';

const LONGEST_NAME = 255;

/** @throws ApiError 422 for a name that the API does not take */
export function checkDropletName(name: string): void {
  if (name.length > LONGEST_NAME) {
    throw unprocessable(`Name is too long (maximum is ${LONGEST_NAME} characters)`);
  }
  if (!/^[a-zA-Z0-9]?[a-zA-Z0-9.-]*[a-zA-Z0-9]$/.test(name)) {
    throw unprocessable('Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)');
  }
}
