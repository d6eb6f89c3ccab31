import type { CloudProvider } from '@stagely/core';
import { type Logger, VirtualClock } from '@stagely/core/plugin';
import type { CloudName } from '../clouds/tested-cloud.js';
import { Adversary, type Strike } from './adversary.js';
import { findShown } from './find-shown.js';
import { openSecretProvider, type SecretCloud, startSecretCloud } from './secret-cloud.js';
import type { SecretOperation } from './secret-operations.js';
import { type SecretSet, secretsFor, withoutUserData } from './secret-set.js';

export interface SecretCase {
  readonly cloud: CloudName;
  readonly operation: SecretOperation;
  readonly set: SecretSet;
  readonly strike?: Strike | undefined;
}

/** How the provider of a case is made; a wrong one may take secrets from the case. */
export type OpenForCase = typeof openSecretProvider;

export interface SecretVerdict {
  /** What went to the cloud, in this order. */
  readonly requests: readonly string[];
  readonly failed: boolean;
  readonly leaks: readonly string[];
}

/** Makes one call while an adversary answers, and looks for secrets in all that came of it. */
export async function runSecretCase(
  { cloud, operation, set, strike }: SecretCase,
  open: OpenForCase = openSecretProvider,
): Promise<SecretVerdict> {
  const clock = new VirtualClock();
  const server = await startSecretCloud(cloud, set, clock);
  try {
    const all = secretsFor(cloud, set);
    const secrets = operation.sendsUserData ? all : withoutUserData(all);
    const instanceId = operation.sendsUserData ? '' : await makeMachine(cloud, set, server, clock);
    const lines: unknown[] = [];
    const adversary = new Adversary(cloud, server.fetch, secrets, strike);
    const provider = open(cloud, set, {
      clock,
      fetch: adversary.fetch,
      random: () => 0.5,
      logger: loggerInto(lines),
      endpoint: server.url,
    });
    const call = { provider, instanceId, userData: all.userData, now: clock.now() };
    const ended = await clock.run(() => settle(operation, call));
    const leaks = Object.entries({ ...ended, provider, 'the log': lines }).flatMap(
      ([what, value]) => findShown(value, secrets).map((found) => `${what} shows ${found}`),
    );
    const requests = adversary.heard.map((request) => request.operation);
    return { requests, failed: 'error' in ended, leaks };
  } finally {
    await server.close();
  }
}

async function settle(
  operation: SecretOperation,
  call: Parameters<SecretOperation['run']>[0],
): Promise<{ readonly result: unknown } | { readonly error: unknown }> {
  try {
    return { result: await operation.run(call) };
  } catch (error) {
    return { error };
  }
}

/** Makes what an operation on a machine needs. */
async function makeMachine(
  cloud: CloudName,
  set: SecretSet,
  { url, fetch }: SecretCloud,
  clock: VirtualClock,
): Promise<string> {
  const provider: CloudProvider = openSecretProvider(cloud, set, {
    clock,
    fetch,
    endpoint: url,
  });
  const expiresAt = new Date(clock.now() + 3_600_000);
  const spec = { size: 'small', architecture: 'amd64', expiresAt } as const;
  const { instanceId } = await clock.run(() => provider.createInstance(spec));
  await clock.advance(120_000);
  return instanceId;
}

function loggerInto(lines: unknown[]): Logger {
  const note = (...line: unknown[]) => {
    lines.push(line);
  };
  return { debug: note, info: note, warn: note, error: note };
}
