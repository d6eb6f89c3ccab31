import { inspect } from 'node:util';
import { StagelyError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';

const TOKEN = 'token-5f2c81d09ab34e77';
const USER_DATA = '#!/bin/sh\necho password-91cc0de4417b';
const SECRETS = [TOKEN, 'password-91cc0de4417b'].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]);

const show = (value: unknown) =>
  `${inspect(value, { depth: 20, showHidden: true, getters: true })} ${JSON.stringify(value)}`;

function expectNoSecret(value: unknown): void {
  const text = show(value);
  for (const secret of SECRETS) expect(text).not.toContain(secret);
}

describe('secrecy', () => {
  it('shows neither the token nor user data in anything public', async () => {
    const lines: unknown[] = [];
    const write = (...line: unknown[]) => lines.push(line);
    const logger = { debug: write, info: write, warn: write, error: write };
    const mock = new MockProvider({ api_token: TOKEN }, { logger });
    const spec = {
      size: 'small',
      architecture: 'amd64',
      userData: USER_DATA,
      spotInstance: true,
      idempotencyKey: 'build-17',
    } as const;
    const created = await mock.createInstance(spec);
    const { value: listed } = await mock.listInstances().next();
    const status = await mock.getInstanceStatus(created.instanceId);
    expectNoSecret([mock, created, listed, status, mock.instances, mock.calls, lines]);
    expect(lines).toHaveLength(1);
  });

  it('shows neither in any error', async () => {
    const mock = new MockProvider({ api_token: TOKEN });
    const spec = {
      size: 'small',
      architecture: 'amd64',
      userData: USER_DATA,
      idempotencyKey: 'build-17',
    } as const;
    await mock.createInstance(spec);
    mock.failCall('createInstance', { moment: 'after' });
    const attempts = [
      () => mock.createInstance(spec),
      () => mock.createInstance({ ...spec, size: 'large' }),
      () => mock.createInstance({ ...spec, userData: USER_DATA.repeat(1_000) }),
      () => mock.createInstance({ ...spec, userData: `${USER_DATA}\0` }),
      () => mock.createInstance(spec, { signal: AbortSignal.abort() }),
      () => mock.getInstanceStatus(USER_DATA),
    ];
    for (const attempt of attempts) {
      const error = await attempt().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(StagelyError);
      expectNoSecret(error);
    }
  });

  it.each([{ api_token: [TOKEN] }, { api_tokens: TOKEN }, [TOKEN], TOKEN])(
    'does not repeat credentials that it refuses',
    (credentials) => {
      const construct = () => Reflect.construct(MockProvider, [credentials]);
      expect(construct).toThrow(StagelyError);
      try {
        construct();
      } catch (error) {
        expectNoSecret(error);
      }
    },
  );
});
