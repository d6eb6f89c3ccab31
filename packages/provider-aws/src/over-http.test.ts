import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { EC2_TEST_CREDENTIALS, startEc2Emulator } from '@stagely/cloud-emulators';
import { InstanceNotFoundError, InvalidCredentialsError, NetworkFailureError } from '@stagely/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AwsProvider } from './aws-provider.js';
import { FetchRequestHandler } from './client/fetch-request-handler.js';
import { CREDENTIALS, countOf, SMALL } from './testing/start-aws.js';

/** An emulator on loopback whose machines are there at once. */
async function startHttp() {
  const timings = { runningMs: 0, addressMs: 0, terminatedMs: 0 };
  const emulator = await startEc2Emulator({ timings });
  onTestFinished(() => emulator.close());
  const settings = { endpoint: emulator.url, visibilityWindowMs: 0, pollIntervalMs: 1 };
  return { emulator, settings, provider: new AwsProvider(CREDENTIALS, { settings }) };
}

/** A server that is no EC2. */
async function startServer(listener: RequestListener) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const endpoint = `http://127.0.0.1:${port}`;
  return { server, endpoint, provider: new AwsProvider(CREDENTIALS, { settings: { endpoint } }) };
}

describe('over HTTP, with the request handler of the SDK', () => {
  it.each([false, true])('an instance lives its life; spot: %s', async (spotInstance) => {
    const { provider, emulator } = await startHttp();
    await provider.validateCredentials();
    const idempotencyKey = 'key-1';
    const created = await provider.createInstance({ ...SMALL, spotInstance, idempotencyKey });
    expect(created.spotInstance).toBe(spotInstance);
    const again = await provider.createInstance({ ...SMALL, spotInstance, idempotencyKey });
    expect(again).toMatchObject({ instanceId: created.instanceId, reused: true });
    expect(await provider.getInstanceStatus(created.instanceId)).toMatchObject({ ready: true });
    const listed = [];
    for await (const { instanceId } of provider.listInstances()) listed.push(instanceId);
    expect(listed).toEqual([created.instanceId]);
    await provider.setExpiry(created.instanceId, new Date(Date.now() + 60_000));
    await provider.terminateInstance(created.instanceId);
    const status = await provider.getInstanceStatus(created.instanceId);
    expect(status.state).toBe('terminated');
    expect(emulator.state.launchTemplates()).toEqual([]);
  });

  it('connections are used again', async () => {
    const { server, provider } = await startServer((_, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end('<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>');
    });
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    for (let index = 0; index < 5; index++) {
      await expect(
        provider.getInstanceStatus('us-east-1/i-0123456789abcdef0'),
      ).rejects.toBeInstanceOf(InstanceNotFoundError);
    }
    expect(connections).toBe(1);
  });

  it('a request that fails is not made again', async () => {
    let requests = 0;
    const { provider } = await startServer((request) => {
      requests += 1;
      request.socket.destroy();
    });
    const error: unknown = await provider.validateCredentials().catch((e) => e);
    expect(error).toBeInstanceOf(NetworkFailureError);
    expect(error).toMatchObject({ providerCode: 'ECONNRESET' });
    expect(requests).toBe(1);
  });

  it('nobody there is a network failure without a machine', async () => {
    const { provider, emulator } = await startHttp();
    await emulator.close();
    await expect(provider.createInstance(SMALL)).rejects.toMatchObject({
      code: 'network_failure',
      providerCode: 'ECONNREFUSED',
      outcome: 'no-instance',
    });
  });

  it('a time limit ends a request', async () => {
    const { endpoint } = await startServer(() => undefined);
    const provider = new AwsProvider(CREDENTIALS, { settings: { endpoint, requestTimeoutMs: 20 } });
    await expect(provider.validateCredentials()).rejects.toThrow('no answer within 0.02 s');
  });

  it('wrong credentials are told from a wrong region', async () => {
    const { settings } = await startHttp();
    const wrong = { ...CREDENTIALS, secret_access_key: 'wrong/secret/of/forty/characters/0123456' };
    const provider = new AwsProvider(wrong, { settings });
    await expect(provider.validateCredentials()).rejects.toBeInstanceOf(InvalidCredentialsError);
    await expect(
      provider.getInstanceStatus('us-east-1/i-0123456789abcdef0'),
    ).rejects.toBeInstanceOf(InvalidCredentialsError);
  });
});

describe('other ways to make requests', () => {
  it('are a fetch of the application', async () => {
    const { emulator, settings } = await startHttp();
    const addresses: string[] = [];
    const provider = new AwsProvider(CREDENTIALS, {
      settings,
      fetch: (input, init) => {
        addresses.push(String(input));
        return fetch(input, init);
      },
    });
    const { instanceId } = await provider.createInstance(SMALL);
    await provider.terminateInstance(instanceId);
    expect(new Set(addresses)).toEqual(new Set([`${emulator.url}/`]));
    expect(addresses).toHaveLength(emulator.requests.all().length);
  });

  it('are a request handler of the SDK, which goes first', async () => {
    const { emulator, settings } = await startHttp();
    const requestHandler = new FetchRequestHandler(emulator.fetch);
    const provider = new AwsProvider(CREDENTIALS, {
      settings: { ...settings, requestHandler },
      fetch: () => Promise.reject(new Error('The fetch of the context was used.')),
    });
    await provider.validateCredentials();
    expect(countOf(emulator, 'DescribeRegions')).toBe(1);
  });
});

describe('the credentials that the SDK finds', () => {
  const variables = {
    AWS_ACCESS_KEY_ID: EC2_TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EC2_TEST_CREDENTIALS.secretAccessKey,
  };

  function setVariables(values: Readonly<Record<string, string>>) {
    const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, values);
    onTestFinished(() => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
  }

  it('are used where the application says so and the stored ones have no keys, and are as secret', async () => {
    const { settings } = await startHttp();
    setVariables(variables);
    const provider = new AwsProvider(
      { region: 'us-east-1' },
      { settings: { ...settings, useDefaultCredentialChain: true } },
    );
    await provider.validateCredentials();
    await provider.getInstanceStatuses(['eu-west-1/i-0123456789abcdef0']);
    const { endpoint } = await startServer((request, response) => {
      request.resume();
      const told = `${request.headers.authorization} ${variables.AWS_SECRET_ACCESS_KEY}`;
      response.writeHead(400);
      response.end(
        `<Response><Errors><Error><Code>Odd</Code><Message>${told}</Message></Error></Errors></Response>`,
      );
    });
    const echo = new AwsProvider(
      { region: 'us-east-1' },
      { settings: { endpoint, useDefaultCredentialChain: true } },
    );
    const error: unknown = await echo.validateCredentials().catch((e) => e);
    const message = String(error);
    expect(message).toContain('[redacted]');
    expect(message).not.toContain(variables.AWS_SECRET_ACCESS_KEY);
  });

  it('are not used otherwise', () => {
    setVariables(variables);
    expect(() => new AwsProvider({ region: 'us-east-1' })).toThrow(
      expect.objectContaining({
        issues: [
          {
            path: 'credentials.access_key_id',
            message: expect.stringContaining('useDefaultCredentialChain'),
          },
          { path: 'credentials.secret_access_key', message: expect.any(String) },
        ],
      }),
    );
  });
});
