import { UsageError } from '../failure/usage-error.js';

/**
 * A JSON object from outside. What the parser says is not passed on: it quotes the text, which may be secret.
 *
 * @param origin where it comes from, for the message
 * @throws UsageError
 */
export function parseJsonObject(
  json: string,
  origin: string,
  hint: string,
): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new UsageError(`${origin} is not JSON.`, hint);
  }
  if (isRecord(value)) return value;
  throw new UsageError(`${origin} is not a JSON object.`, hint);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
