import * as v from 'valibot';
import { expect, test } from 'vitest';
import { systemClock } from '../clock/system-clock.js';
import { silentLogger } from '../contract/logger.js';
import { checkInput } from '../validation/parse-input.js';
import { strictFields } from '../validation/schemas.js';
import { providerContextSchema } from './provider-context-schema.js';

const schema = providerContextSchema(
  v.optional(strictFields({ endpoint: v.optional(v.string('must be a string'), 'https://x') }), {}),
);

const problemsOf = (context: unknown) =>
  (checkInput(schema, context, 'context').issues ?? []).map(
    ({ path, message }) => `${path} ${message}`,
  );

test('an empty context has the defaults of the settings', () => {
  expect(checkInput(schema, {}, 'context')).toMatchObject({
    output: { settings: { endpoint: 'https://x' } },
  });
});

test('a whole context is taken as it is', () => {
  class ClassyClock {
    now = systemClock.now;
    sleep = systemClock.sleep;
  }
  const context = {
    settings: { endpoint: 'http://127.0.0.1' },
    logger: silentLogger,
    clock: new ClassyClock(),
    fetch,
    random: Math.random,
  };
  expect(checkInput(schema, context, 'context')).toMatchObject({ output: context });
});

test('everything wrong is told by its path', () => {
  expect(
    problemsOf({
      settings: { endpoint: 7, endpiont: '' },
      logger: { debug() {} },
      clock: null,
      fetch: 'fetch',
      random: 0.5,
      region: 'north',
    }),
  ).toEqual([
    'context.settings.endpoint must be a string',
    'context.settings.endpiont is not a known field',
    'context.logger must have the methods debug, info, warn and error',
    'context.clock must have the methods now and sleep',
    'context.fetch must be a function',
    'context.random must be a function',
    'context.region is not a known field',
  ]);
});
