import type { CaseContext } from './case-context.js';
import { echoInAnswer, echoInError } from './faults.js';
import { accountOperations, instanceOperations } from './operations.js';
import { settle } from './settle.js';

/** An error, and how it came about. */
export interface ProvokedError {
  readonly doing: string;
  readonly error: unknown;
}

const ECHOES = [
  { printed: 'a client that tells the whole request', fault: echoInError },
  ...[400, 401, 404, 429, 500].map((status) => ({
    printed: `a cloud that echoes the request with status ${status}`,
    fault: echoInAnswer(status),
  })),
];

/**
 * Makes a provider fail in many ways, with credentials that work and with ones that do not, and with user data
 * in every spec. Clouds and clients that tell all they know are among the causes.
 */
export async function provokeErrors(
  context: CaseContext,
  userData: string,
): Promise<ProvokedError[]> {
  const { credentials, invalidCredentials, unknownInstanceId } = context.harness;
  const provoked: ProvokedError[] = [];
  const attempt = async (doing: string, call: () => unknown) => {
    const settled = await settle(call);
    if (!settled.resolved) provoked.push({ doing, error: settled.error });
  };

  const provider = await context.openProvider(credentials);
  const idempotencyKey = context.newKey();
  const spec = context.spec({ userData, idempotencyKey });
  await context.create(provider, spec);
  await attempt('createInstance with a conflict', () =>
    context.create(provider, { ...spec, userData: `${userData}# other` }),
  );
  await attempt('createInstance with user data that is too long', () =>
    context.create(provider, context.spec({ userData: userData.padEnd(2_000_000, '#') })),
  );
  await attempt('createInstance with broken user data', () =>
    context.create(provider, context.spec({ userData: `${userData}\0` })),
  );
  await attempt('createInstance with another wrong field', () =>
    context.create(provider, context.spec({ userData, region: 'no region!' })),
  );
  await attempt('createInstance that is aborted', () =>
    context.create(provider, context.spec({ userData }), { signal: AbortSignal.abort() }),
  );
  await attempt('getInstanceStatus of an unknown machine', () =>
    provider.getInstanceStatus(unknownInstanceId),
  );

  const refused = invalidCredentials && (await context.openProvider(invalidCredentials));
  for (const by of refused ? [provider, refused] : [provider]) {
    const calls = [
      ...accountOperations.map(({ name, call }) => ({ name, run: () => call(by) })),
      ...instanceOperations.map(({ name, call }) => ({
        name,
        run: () => call(by, unknownInstanceId),
      })),
      { name: 'createInstance', run: () => context.create(by, context.spec({ userData })) },
    ];
    for (const { name, run } of calls) {
      if (by === refused) await attempt(`${name} with refused credentials`, run);
      for (const { printed, fault } of ECHOES) {
        await context.observer.withFault(fault, () => attempt(`${name} at ${printed}`, run));
      }
    }
  }
  return provoked;
}
