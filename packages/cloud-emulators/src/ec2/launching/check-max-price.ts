import { requestErrors } from '../errors/request-errors.js';

/** @throws ApiError InvalidParameterValue for less than a tenth of a cent */
export function checkMaxPrice(given: string): void {
  if (!/^\d{1,9}(?:\.\d{1,9})?$/.test(given) || Number(given) < 0.001) {
    throw requestErrors.invalidParameterValue(
      `Value (${given}) for parameter price is invalid. Expecting at least 0.001 US dollars.`,
    );
  }
}
