import * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { TinyProvider } from '../../test/tiny-provider.js';
import { systemClock } from '../clock/system-clock.js';
import { definePlugin } from './define-plugin.js';

test('a plugin is typed by its schema, and cannot be changed afterwards', async () => {
  const plugin = definePlugin({
    name: 'tiny',
    contract: 1,
    credentials: v.object({ api_token: v.string() }),
    secretFields: ['api_token'],
    createProvider(credentials, { clock = systemClock }) {
      expectTypeOf(credentials).toEqualTypeOf<{ api_token: string }>();
      return new TinyProvider(clock);
    },
    credentialsFromEnvironment: ({ TINY_TOKEN }) => ({ api_token: TINY_TOKEN }),
  });
  expect(Object.isFrozen(plugin)).toBe(true);
  expect(plugin.credentialsFromEnvironment({ TINY_TOKEN: 't' })).toEqual({ api_token: 't' });
  expect(await plugin.createProvider({ api_token: 't' }, {})).toBeInstanceOf(TinyProvider);
});
