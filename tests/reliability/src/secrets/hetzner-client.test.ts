import { VirtualClock } from '@stagely/core/plugin';
import { HetznerClient } from '@stagely/provider-hetzner/client';
import { describe, expect, test } from 'vitest';
import { Adversary } from './adversary.js';
import { ECHOES } from './echo.js';
import { findShown } from './find-shown.js';
import { HETZNER_CALLS, HETZNER_CALLS_WITH_USER_DATA } from './hetzner-calls.js';
import { secretsFor, setOf, TYPICAL, withoutUserData } from './secret-set.js';

/** Of so many answers each call meets one; what one call does not meet, another one does. */
const STRIDE = 5;

const ALWAYS = { position: 1, times: Number.POSITIVE_INFINITY };

/** Nothing is behind the adversary. */
const nowhere: typeof globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the client of Hetzner, used alone,', () => {
  test.each(Object.entries(HETZNER_CALLS))('shows no secret in %s', async (name, call) => {
    const leaks: string[] = [];
    const first = Object.keys(HETZNER_CALLS).indexOf(name) % STRIDE;
    for (let turn = first; turn < ECHOES.length; turn += STRIDE) {
      const echo = ECHOES[turn];
      if (echo === undefined) continue;
      const set = setOf(Math.floor(turn / STRIDE));
      const all = secretsFor('hetzner', set);
      const secrets = HETZNER_CALLS_WITH_USER_DATA.includes(name) ? all : withoutUserData(all);
      const adversary = new Adversary('hetzner', nowhere, secrets, { ...ALWAYS, echo, turn });
      const client = new HetznerClient({
        token: set.token,
        fetch: adversary.fetch,
        clock: new VirtualClock(),
      });
      const error = await errorOf(call(client, set.userData));
      if (error === undefined) throw new Error(`${echo.name} was taken for an answer.`);
      const shown = [...findShown(error, secrets), ...findShown(client, secrets)];
      leaks.push(...shown.map((leak) => `${echo.name} (${set.name}): ${leak}`));
    }
    expect(leaks).toEqual([]);
  });

  test.each([
    ['a line break behind it', `${TYPICAL.token}\n`],
    ['a line break within', `${TYPICAL.token}\n${TYPICAL.token}`],
    ['a letter that is not ASCII', `ä${TYPICAL.token}`],
    ['a sign that is no letter', `€${TYPICAL.token}`],
    ['a NUL', `${TYPICAL.token}\0`],
  ])('shows nothing of a token with %s', async (_, token) => {
    const open = async () =>
      new HetznerClient({ token, fetch: nowhere, clock: new VirtualClock() });
    const error = await errorOf(open().then((client) => client.servers.list()));
    expect(error).toBeInstanceOf(Error);
    expect(findShown(error, withoutUserData(secretsFor('hetzner', TYPICAL)))).toEqual([]);
  });

  test('shows no secret in what it says of an action that failed, nor in a request that waits', async () => {
    const secrets = secretsFor('hetzner', TYPICAL);
    const message = `invalid user_data ${TYPICAL.userData} from ${TYPICAL.token}`;
    const action = {
      id: 1,
      command: 'create_server',
      status: 'error',
      error: { code: 'failed', message },
    };
    const client = new HetznerClient({
      token: TYPICAL.token,
      fetch: async () => Response.json({ action }),
    });
    const told = await client.hiding([TYPICAL.userData], () => client.actions.get(1));
    expect(told.error?.message).toContain('invalid user_data [redacted]');
    const builder = client.servers.build('web').userData(TYPICAL.userData);
    expect(findShown([told, builder, client.servers], secrets)).toEqual([]);
  });
});
