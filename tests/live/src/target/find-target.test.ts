import { InvalidInputError } from '@stagely/core';
import mockPlugin from '@stagely/provider-mock';
import { expect, test } from 'vitest';
import { mock as mockCloud } from '../testing/mock-cloud.js';
import { findTarget } from './find-target.js';

const mock = { ...mockCloud, credentialFields: ['api_token', 'region'] };

/** A plugin that needs a token and a region, as those of the clouds do. */
const plugin = {
  ...mockPlugin,
  name: 'fast-cloud',
  credentials: {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => {
        const issues = ['api_token', 'region'].flatMap((field) => {
          const given: unknown = Reflect.get(Object(value), field);
          const wrong = typeof given !== 'string' || given.includes(' ');
          return wrong ? [{ message: 'is wrong', path: [field] }] : [];
        });
        return issues.length === 0 ? { value } : { issues };
      },
    },
  },
  credentialsFromEnvironment: ({
    FAST_TOKEN,
    FAST_REGION,
  }: Record<string, string | undefined>) => ({
    api_token: FAST_TOKEN,
    region: FAST_REGION,
  }),
  environmentVariables: { api_token: ['FAST_TOKEN', 'FAST_API_TOKEN'], region: ['FAST_REGION'] },
} as const;

const complete = { FAST_TOKEN: 'a-token-of-some-length', FAST_REGION: 'north' };

test.each([
  [{}, 'no credentials for fast-cloud: set FAST_TOKEN and FAST_REGION'],
  [{ FAST_TOKEN: 'a-token' }, 'no credentials for fast-cloud: set FAST_REGION'],
])('with %j the variables that are missing are named', async (env, missing) => {
  expect(await findTarget(mock, { env, plugin })).toEqual({ missing });
});

test('credentials that are there and wrong are no reason to skip', async () => {
  const env = { ...complete, FAST_TOKEN: 'a token with spaces' };
  await expect(findTarget(mock, { env, plugin })).rejects.toBeInstanceOf(InvalidInputError);
});

test('a real cloud is given time', async () => {
  const env = { ...complete, STAGELY_LIVE_QUICK: '1' };
  const { target } = await findTarget(mock, { env, plugin });
  expect(target).toMatchObject({
    credentials: { api_token: 'a-token-of-some-length', region: 'north' },
    settings: {},
    pace: { pollMs: 3_000, settleMs: 15_000 },
  });
});

test('an emulated cloud is reached at its address, and is given no time where it needs none', async () => {
  const env = { ...complete, STAGELY_FAST_CLOUD_ENDPOINT: 'http://127.0.0.1:1' };
  const description = { ...mock, quickSettings: { pollIntervalMs: 5 } };
  const slow = await findTarget(description, { env, plugin });
  expect(slow.target).toMatchObject({
    settings: { endpoint: 'http://127.0.0.1:1' },
    pace: { pollMs: 3_000 },
  });
  expect(slow.target?.settings).not.toHaveProperty('pollIntervalMs');
  const quick = await findTarget(description, {
    env: { ...env, STAGELY_LIVE_QUICK: '1' },
    plugin,
  });
  expect(quick.target).toMatchObject({
    settings: { endpoint: 'http://127.0.0.1:1', pollIntervalMs: 5 },
    pace: { pollMs: 5, settleMs: 0 },
  });
});
