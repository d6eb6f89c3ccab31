import {
  type InstanceSpec,
  type ReapResult,
  reapInstances,
  retry,
  waitUntilReady,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { HetznerClient } from '@stagely/provider-hetzner/client';
import type { CloudName } from '../clouds/tested-cloud.js';
import { errorOf, tellCredentialsOf, tellSecretsOf, withCloud } from './provoke.js';
import { TYPICAL } from './secret-set.js';

type Provoke = () => Promise<readonly unknown[]>;

const { token, secretAccessKey, userData } = TYPICAL;
const SPEC: InstanceSpec = { size: 'small', architecture: 'amd64', userData };

/** A creation that the cloud refuses with a code, and with everything that it must not say. */
const refusedCreation =
  (cloud: CloudName, status: number, code: string, message = 'refused'): Provoke =>
  () =>
    withCloud(cloud, async ({ provider, refuse }) => {
      refuse(status, code, `${message}: ${tellSecretsOf(cloud)}`);
      return [await errorOf(() => provider.createInstance(SPEC))];
    });

const refusedClient = (fetch: typeof globalThis.fetch) =>
  errorOf(() =>
    new HetznerClient({ token, fetch, clock: new VirtualClock() }).servers
      .build('web')
      .serverType('cx23')
      .image('ubuntu-24.04')
      .userData(userData)
      .create(),
  );

/** Errors of providers, of their clients and of the helpers around them, with secrets in specs and in answers. */
export const PROVOCATIONS: Readonly<Record<string, Provoke>> = {
  'EC2 refuses the keys': refusedCreation('aws', 403, 'AuthFailure'),
  'EC2 names a right that is missing': refusedCreation(
    'aws',
    403,
    'UnauthorizedOperation',
    `not authorized to perform: key:${secretAccessKey}`,
  ),
  'EC2 has a limit': refusedCreation('aws', 400, 'VcpuLimitExceeded'),
  'EC2 has no room': refusedCreation('aws', 500, 'InsufficientInstanceCapacity'),
  'DigitalOcean refuses the token': refusedCreation('digitalocean', 401, 'unauthorized'),
  'DigitalOcean has a limit': refusedCreation(
    'digitalocean',
    422,
    'unprocessable_entity',
    'creating this would exceed your droplet limit',
  ),
  'DigitalOcean throttles': refusedCreation('digitalocean', 429, 'too_many_requests'),
  'Hetzner throttles': refusedCreation('hetzner', 429, 'rate_limit_exceeded'),
  'Hetzner has no room': refusedCreation('hetzner', 412, 'resource_unavailable'),
  'Hetzner fails': refusedCreation('hetzner', 500, 'server_error'),
  'Hetzner refuses the spec': refusedCreation('hetzner', 422, 'invalid_input'),
  'a spec is wrong': () =>
    withCloud('digitalocean', async ({ provider }) => {
      const specs: unknown[] = [
        { ...SPEC, userData: [userData] },
        { ...SPEC, userData: `${userData}\0` },
        { ...SPEC, userData: userData.repeat(2_000) },
        { ...SPEC, userData: undefined, providerOptions: { digitalocean: { userData } } },
        { ...SPEC, tags: { stagely: userData } },
      ];
      return Promise.all(
        specs.map((spec) =>
          errorOf(() => Reflect.apply(provider.createInstance, provider, [spec])),
        ),
      );
    }),
  'a key has another spec': () =>
    withCloud('hetzner', async ({ provider }) => {
      const spec = { ...SPEC, idempotencyKey: 'build-1' };
      await provider.createInstance(spec);
      const other = { ...spec, userData: `${userData}echo more` };
      return [await errorOf(() => provider.createInstance(other))];
    }),
  'a machine is unknown': () =>
    withCloud('digitalocean', async ({ provider, refuse }) => {
      refuse(404, 'not_found', tellCredentialsOf('digitalocean'));
      return [await errorOf(() => provider.getInstanceStatus('560000042'))];
    }),
  'a caller gives up': () =>
    withCloud('hetzner', async ({ provider, refuse, clock }) => {
      refuse(503, 'unavailable', tellCredentialsOf('hetzner'));
      const controller = new AbortController();
      const given = errorOf(() =>
        waitUntilReady(provider, '500000042', { clock, signal: controller.signal }),
      );
      await clock.sleep(3_000);
      controller.abort();
      return [await given];
    }),
  'a machine is not ready in time': () =>
    withCloud('aws', async ({ provider, refuse, clock }) => {
      const { instanceId } = await provider.createInstance(SPEC);
      refuse(503, 'Unavailable', tellCredentialsOf('aws'));
      return [
        await errorOf(() => waitUntilReady(provider, instanceId, { clock, timeoutMs: 5_000 })),
      ];
    }),
  'all tries fail': () =>
    withCloud('digitalocean', async ({ provider, refuse, clock }) => {
      refuse(503, 'server_error', tellSecretsOf('digitalocean'));
      const seen: unknown[] = [];
      const policy = {
        clock,
        maxAttempts: 3,
        onRetry: ({ error }: { readonly error: unknown }) => {
          seen.push(error);
        },
      };
      const last = await errorOf(() => retry(() => provider.createInstance(SPEC), policy));
      return [...seen, last];
    }),
  'the reaper fails': () =>
    withCloud('hetzner', async ({ provider, refuse, clock }) => {
      await provider.createInstance({ ...SPEC, expiresAt: new Date(clock.now() + 60_000) });
      await clock.sleep(120_000);
      const listed = provider.listInstances.bind(provider);
      provider.listInstances = async function* () {
        yield* listed();
        refuse(500, 'server_error', tellCredentialsOf('hetzner'));
      };
      return errorsOf(await reapInstances(provider, { clock }));
    }),
  'the client of Hetzner is refused': async () => [
    await refusedClient(async () => {
      const error = { code: 'invalid_input', message: tellSecretsOf('hetzner'), details: null };
      return Response.json({ error }, { status: 422 });
    }),
  ],
  'the client of Hetzner gets no answer': async () => [
    await refusedClient(async () => {
      throw new TypeError(tellSecretsOf('hetzner'));
    }),
  ],
};

function errorsOf({ failed, sweepError }: ReapResult): unknown[] {
  return [...failed.map(({ error }) => error), ...(sweepError === undefined ? [] : [sweepError])];
}
