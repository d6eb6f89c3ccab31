import type { CloudProvider } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import type { CloudName } from '../clouds/tested-cloud.js';
import { errorAnswer } from './error-answer.js';
import { openSecretProvider, startSecretCloud } from './secret-cloud.js';
import { secretsFor, TYPICAL, withoutUserData } from './secret-set.js';

/** All that one cloud knows while a machine is created. */
export const tellSecretsOf = (cloud: CloudName) =>
  Object.values(secretsFor(cloud, TYPICAL).texts).join(' | ');

/** All that it knows of every other call. */
export const tellCredentialsOf = (cloud: CloudName) =>
  Object.values(withoutUserData(secretsFor(cloud, TYPICAL)).texts).join(' | ');

/** What a call rejects with. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new RangeError('The call was to fail.');
}

interface Provocation {
  readonly clock: VirtualClock;
  readonly provider: CloudProvider;
  /** From now on every request is answered so. */
  refuse(status: number, code: string, message: string): void;
}

/** Runs calls on a cloud that works until it is told to refuse everything. */
export async function withCloud<T>(
  cloud: CloudName,
  work: (provocation: Provocation) => Promise<T>,
): Promise<T> {
  const clock = new VirtualClock();
  const server = await startSecretCloud(cloud, TYPICAL, clock);
  let answer: (() => Response) | undefined;
  const provider = openSecretProvider(cloud, TYPICAL, {
    clock,
    endpoint: server.url,
    fetch: async (input, init) => answer?.() ?? server.fetch(input, init),
  });
  const refuse: Provocation['refuse'] = (status, code, message) => {
    answer = () => errorAnswer(cloud, { status, code, message, headers: {} });
  };
  try {
    return await clock.run(() => work({ clock, provider, refuse }));
  } finally {
    await server.close();
  }
}
