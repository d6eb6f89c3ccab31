import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HetznerClient } from './hetzner-client.js';

const token = 'a-token-of-the-project-4711';
const userData = '#cloud-config\npassword: hunter2-hunter2\n';

const refused = async () =>
  Response.json(
    {
      error: { code: 'invalid_input', message: `not with ${token} and ${userData}`, details: null },
    },
    { status: 422 },
  );

const show = (value: unknown) => inspect(value, { depth: 20, showHidden: true, getters: true });

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('secrets', () => {
  it('are hidden in the errors of every request for as long as some work takes', async () => {
    const client = new HetznerClient({ token, fetch: refused });
    const hidden = await client.hiding([userData], () => errorOf(client.servers.get(1)));
    expect(hidden).toMatchObject({ message: 'not with [redacted] and [redacted]' });
    expect(show(await errorOf(client.servers.get(1)))).toContain('hunter2');
  });

  it('are in no failed action', async () => {
    const error = { code: `failed-${token}`, message: `not with ${token}` };
    const action = { id: 1, command: 'create_server', status: 'error', error };
    const meta = {
      pagination: {
        page: 1,
        per_page: 25,
        previous_page: null,
        next_page: null,
        last_page: 1,
        total_entries: 1,
      },
    };
    const client = new HetznerClient({
      token,
      fetch: async () => Response.json({ action, actions: [action], meta }),
    });
    const { actions } = await client.actions.list();
    const one = await client.actions.get(1);
    const deletion = await client.servers.delete(1);
    for (const told of [...actions, one, deletion]) {
      expect(told.error).toEqual({ code: 'failed-[redacted]', message: 'not with [redacted]' });
    }
  });

  it('are in no error for a token that no header can hold', () => {
    const construct = () => new HetznerClient(`${token}\0`);
    expect(construct).toThrow(
      new TypeError('The token has characters that no HTTP header can hold.'),
    );
  });

  it('do not follow an answer to an address elsewhere', async () => {
    const modes: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      modes.push(new Request(input, init).redirect);
      return new Response(null, {
        status: 307,
        headers: { location: 'https://elsewhere.example' },
      });
    };
    const builder = new HetznerClient({ token, fetch }).servers.build('web').serverType('cx23');
    const error = await errorOf(builder.image('ubuntu-24.04').userData(userData).create());
    expect(error).toMatchObject({ name: 'HetznerConnectionError', failure: 'unreadable' });
    expect(modes).toEqual(['manual']);
  });
});
