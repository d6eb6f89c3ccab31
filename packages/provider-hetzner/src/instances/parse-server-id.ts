import { invalidInput, type Operation, parseInstanceId } from '@stagely/core/plugin';

const FORM = { pattern: /^[1-9]\d{0,15}$/, example: '52917' } as const;

/**
 * Checks an instance id: Hetzner's ids are whole numbers up to 2^53-1.
 *
 * @throws InvalidInputError
 */
export function parseServerId(instanceId: string, operation: Operation): string {
  const id = parseInstanceId(instanceId, FORM, operation);
  if (Number.isSafeInteger(Number(id))) return id;
  throw invalidInput(operation, [
    { path: 'instanceId', message: 'must be an id up to 9007199254740991' },
  ]);
}
