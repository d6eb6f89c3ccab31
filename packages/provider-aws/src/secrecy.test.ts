import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { AwsProvider } from './aws-provider.js';
import { CREDENTIALS, SMALL, startAws } from './testing/start-aws.js';

const { access_key_id, secret_access_key } = CREDENTIALS;

/** All that can be seen of a value, with everything that hangs on it. */
function visible(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, getters: true, maxStringLength: null });
}

describe('secrets', () => {
  it('are not seen in a provider, also when it has been used', async () => {
    const { provider, run } = await startAws();
    await run(() => provider.createInstance({ ...SMALL, userData: 'password: hunter2-hunter2' }));
    for (const secret of [access_key_id, secret_access_key, 'hunter2']) {
      expect(visible(provider)).not.toContain(secret);
      expect(JSON.stringify(provider)).not.toContain(secret);
    }
  });

  it.each([
    ['plain', 'password: hunter2-hunter2\n'],
    ['compressed', `password: hunter2-hunter2\n${'#'.repeat(20_000)}`],
  ])('are not seen in what EC2 or a client repeats: %s user data', async (_, userData) => {
    const echo: typeof globalThis.fetch = async (_address, init) => {
      const request = `${new Headers(init?.headers).get('authorization')} ${init?.body} ${secret_access_key}`;
      if (String(init?.body).includes('DescribeRegions')) throw new Error(request);
      const message = request.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      const body = `<Response><Errors><Error><Code>Odd</Code><Message>${message}</Message></Error></Errors><RequestID>${access_key_id}</RequestID></Response>`;
      return new Response(body, { status: 400, headers: { 'content-type': 'text/xml' } });
    };
    const provider = new AwsProvider(CREDENTIALS, { fetch: echo });
    for (const spotInstance of [false, true]) {
      const error: unknown = await provider
        .createInstance({ ...SMALL, spotInstance, userData })
        .catch((e) => e);
      expect(error).toMatchObject({ code: 'invalid_input', providerCode: 'Odd' });
      const seen = visible(error);
      const sent = [
        access_key_id,
        secret_access_key,
        'hunter2',
        Buffer.from(userData).toString('base64').slice(0, 24),
        'H4sI',
      ];
      for (const secret of sent) expect(seen).not.toContain(secret);
    }
  });
});

describe('what EC2 says', () => {
  it('of the end of an instance is told without secrets', async () => {
    const { provider, run, emulator } = await startAws();
    const { instanceId } = await run(() => provider.createInstance(SMALL));
    emulator.state.terminateInstance(instanceId.replace(/^.*\//, ''), {
      code: 'Server.InternalError',
      message: `Server.InternalError: signed with ${secret_access_key}`,
    });
    const status = await run(() => provider.getInstanceStatus(instanceId));
    expect(status.reason).toBe('Server.InternalError: signed with [redacted]');
  });

  it('of an address elsewhere is not followed, because keys and user data would go there', async () => {
    const modes: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (_address, init) => {
      modes.push(init?.redirect);
      return new Response(null, {
        status: 307,
        headers: { location: 'https://elsewhere.example' },
      });
    };
    const provider = new AwsProvider(CREDENTIALS, { fetch });
    await expect(provider.validateCredentials()).rejects.toMatchObject({ code: 'network_failure' });
    expect(modes).toEqual(['manual']);
  });
});
