import { InvalidCredentialsError, type Logger } from '@stagely/core';
import { type Call, describeOperation } from '@stagely/core/plugin';
import type { DigitalOceanClient } from './api/digitalocean-client.js';
import { isForbidden } from './api/is-forbidden.js';

/**
 * Asks for the account, or where the token may not see that, for a droplet.
 *
 * @throws InvalidCredentialsError also when the account is locked
 */
export async function validateToken(
  client: DigitalOceanClient,
  logger: Logger,
  call: Call,
): Promise<void> {
  const { operation } = call;
  try {
    const { status, status_message } = await client.readAccount(call);
    const told = status_message === '' ? '' : ` (${status_message})`;
    if (status === 'locked') {
      throw new InvalidCredentialsError(
        `${describeOperation(operation)} failed: the account is locked${told}. Ask DigitalOcean's support to unlock it.`,
        { ...operation, providerCode: 'locked' },
      );
    }
    if (status === 'warning') {
      const { provider } = operation;
      logger.warn({ provider, status }, `DigitalOcean has a warning for the account${told}.`);
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    await client.listDroplets({ perPage: 1 }, call);
  }
}
