import * as v from 'valibot';
import { HetznerAPIError } from '../client/hetzner-api-error.js';
import { HetznerConnectionError } from '../client/hetzner-connection-error.js';
import { meaningOf } from './error-categories.js';

/** Whether a read that failed may work the next time: throttling, 5xx, a dropped connection. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HetznerConnectionError) return true;
  if (!(error instanceof HetznerAPIError)) return false;
  const { category } = meaningOf(error.code, error.status);
  return category === 'network_failure' || category === 'rate_limited' || category === 'locked';
}

/** Whether the API refused a change because something else is under way on the machine. */
export function isLocked(error: unknown): error is HetznerAPIError {
  return (
    error instanceof HetznerAPIError && meaningOf(error.code, error.status).category === 'locked'
  );
}

const fieldsSchema = v.object({ fields: v.array(v.object({ name: v.string() })) });

/** Whether the API refused a create request because there is a server with the name. */
export function isNameTaken(error: unknown): error is HetznerAPIError {
  if (!(error instanceof HetznerAPIError) || error.code !== 'uniqueness_error') return false;
  const details = v.safeParse(fieldsSchema, error.details);
  return !details.success || details.output.fields.some(({ name }) => name === 'name');
}
