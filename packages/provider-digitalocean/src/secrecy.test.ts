import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DigitalOceanProvider } from './digitalocean-provider.js';
import { errorOf } from './testing/error-of.js';
import { smallSpec } from './testing/small-spec.js';
import { startDigitalOcean } from './testing/start-digitalocean.js';

const token = 'dop_v1_5f2c81d09ab34e77';
const userData = '#!/bin/sh\necho password-91cc0de4417b';
const secrets = [token, 'password-91cc0de4417b'].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]);

function expectNoSecret(value: unknown): void {
  const options = { depth: 20, showHidden: true, getters: true };
  const text = `${inspect(value, options)} ${JSON.stringify(value)}`;
  for (const secret of secrets) expect(text).not.toContain(secret);
}

describe('secrets', () => {
  it('are in nothing that a provider shows, returns or logs', async () => {
    const { clock, connect, state } = await startDigitalOcean({ credentials: [token] });
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => lines.push(line);
    const logger = { debug: write, info: write, warn: write, error: write };
    const provider = connect({}, { logger, credentials: { api_token: token } });
    state.account.status = 'warning';
    state.account.statusMessage = `your token ${token} was seen`;
    await provider.validateCredentials();
    const created = await clock.run(() =>
      provider.createInstance({ ...smallSpec, userData, spotInstance: true }),
    );
    const { value: listed } = await provider.listInstances().next();
    const status = await provider.getInstanceStatus(created.instanceId);
    expectNoSecret([provider, created, listed, status, lines]);
    expect(lines).toHaveLength(2);
  });

  it('are in no error for credentials that are refused', () => {
    for (const wrong of [{ api_token: [token] }, { api_tokens: token }, [token], token]) {
      try {
        Reflect.construct(DigitalOceanProvider, [wrong]);
        expect.unreachable();
      } catch (error) {
        expectNoSecret(error);
      }
    }
  });

  it('are in no error of the other requests of a creation', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({ credentials: [token] });
    const provider = connect({}, { credentials: { api_token: token } });
    const message = `you sent ${JSON.stringify({ user_data: userData })}`;
    const fault = { type: 'status', status: 403, code: 'forbidden', message } as const;
    emulator.faults.add({ operation: 'GET', fault });
    const spec = { ...smallSpec, userData, idempotencyKey: 'build-1' };
    const error = await clock.run(() => errorOf(provider.createInstance(spec)));
    expect(error).toMatchObject({ message: expect.stringContaining('[redacted]') });
    expectNoSecret(error);
  });

  it('are in no error, whatever the cloud echoes', async () => {
    const { clock, connect, emulator } = await startDigitalOcean({ credentials: [token] });
    const provider = connect({}, { credentials: { api_token: token } });
    for (const status of [400, 401, 403, 422, 429, 500]) {
      const message = `you sent ${token} and ${JSON.stringify({ user_data: userData })}`;
      emulator.faults.add({ fault: { type: 'status', status, code: message, message }, times: 30 });
      const spec = { ...smallSpec, userData };
      expectNoSecret(await clock.run(() => errorOf(provider.createInstance(spec))));
    }
  });
});
