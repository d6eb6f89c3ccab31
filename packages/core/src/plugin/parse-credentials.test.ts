import { inspect } from 'node:util';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { standardSchema } from '../../test/standard-schema.js';
import { issuesOf, rejectionOf } from '../../test/thrown-by.js';
import { parseCredentials } from './parse-credentials.js';

const operation = { operation: 'getProvider', provider: 'hetzner' };
const token = 'dop_v1_0123456789abcdef';

test('credentials that fit are returned as the schema makes them', async () => {
  const schema = v.object({ api_token: v.string(), location: v.optional(v.string(), 'nbg1') });
  expect(await parseCredentials(schema, { api_token: token }, operation)).toEqual({
    api_token: token,
    location: 'nbg1',
  });
});

test('every problem is told with its path', async () => {
  const schema = v.strictObject({
    api_token: v.string('is required'),
    location: v.string('must be text'),
  });
  const error = await rejectionOf(parseCredentials(schema, { location: 7, x: 1 }, operation));
  expect(issuesOf(error).map((issue) => issue.split(' ')[0])).toEqual([
    'credentials.api_token',
    'credentials.location',
    'credentials.x',
  ]);
  expect(error).toMatchObject(operation);
});

test('what a schema says of a value is redacted, in the problems, the message and the cause', async () => {
  const talkative = standardSchema(async () => ({
    issues: [
      { message: `"${token}" is too short`, path: ['api_token'] },
      { message: `in base64 it is ${Buffer.from(token).toString('base64')}`, path: ['api_token'] },
      { message: '7654321 is no port', path: ['nested', 'port'] },
    ],
  }));
  const throwing = standardSchema(() => {
    throw new Error(`cannot parse ${token}`, { cause: new Error('7654321') });
  });
  const credentials = { api_token: token, nested: { port: 7_654_321 } };
  for (const schema of [talkative, throwing]) {
    const error = await rejectionOf(parseCredentials(schema, credentials, operation));
    expect(issuesOf(error)).not.toEqual([]);
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    expect(shown).toContain('[redacted]');
    expect(shown).not.toContain(token);
    expect(shown).not.toContain('7654321');
    expect(shown).not.toContain(Buffer.from(token).toString('base64').slice(0, 12));
  }
});

test.each([undefined, null, 'text', 7, []])(
  'credentials that are %j are told',
  async (credentials) => {
    const schema = v.object({ api_token: v.string() }, 'must be an object');
    const error = await rejectionOf(parseCredentials(schema, credentials, operation));
    expect(issuesOf(error)).not.toEqual([]);
  },
);
