import { describe, expect, test } from 'vitest';
import { callUntyped } from '../../test/call-untyped.js';
import { issuesFoundBy, thrownBy } from '../../test/thrown-by.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import {
  parseCallOptions,
  parseExpiry,
  parseInstanceFilter,
  parseInstanceId,
} from './parse-arguments.js';

const operation = { provider: 'hetzner', operation: 'getInstanceStatus' };

describe('the options of a call', () => {
  test('give their signal, where there is one', () => {
    const { signal } = new AbortController();
    expect(parseCallOptions({ signal }, operation)).toBe(signal);
    expect(parseCallOptions({}, operation)).toBeUndefined();
    expect(parseCallOptions({ signal: undefined }, operation)).toBeUndefined();
    expect(parseCallOptions(undefined, operation)).toBeUndefined();
  });

  test('whose signal was aborted end the call before it begins', () => {
    const reason = new Error('enough');
    const error = thrownBy(() =>
      parseCallOptions({ signal: AbortSignal.abort(reason) }, operation),
    );
    expect(error).toBeInstanceOf(OperationAbortedError);
    expect(error).toMatchObject({ ...operation, cause: reason });
  });

  test('are refused when they are wrong', () => {
    expect(
      issuesFoundBy(() => callUntyped(parseCallOptions, { signal: 1, timeoutMs: 5 }, operation)),
    ).toEqual(['options.signal must be an AbortSignal', 'options.timeoutMs is not a known field']);
    expect(issuesFoundBy(() => callUntyped(parseCallOptions, null, operation))).toEqual([
      'options must be an object',
    ]);
  });
});

describe('an instance id', () => {
  const form = { pattern: /^\d{1,19}$/, example: '42' };

  test('of the right form is returned', () => {
    expect(parseInstanceId('1234567', form, operation)).toBe('1234567');
  });

  test.each([
    ['of another form', 'i-0abc', 'must be an id such as "42"'],
    [
      'with a line break behind it',
      '42\n',
      'must not contain control characters or broken Unicode',
    ],
    ['with NUL', '42\0', 'must not contain control characters or broken Unicode'],
    ['with a path', '42/../43', 'must be an id such as "42"'],
    ['empty', '', 'must not be empty'],
    ['absurdly long', '4'.repeat(1_000_000), 'must have at most 255 characters, not 1000000'],
    ['a number', 42, 'must be a string'],
    ['nothing', undefined, 'is required'],
    ['null', null, 'must be a string'],
  ])('is refused: %s', (_, id, problem) => {
    const work = () => callUntyped(parseInstanceId, id, form, operation);
    expect(issuesFoundBy(work)).toEqual([`instanceId ${problem}`]);
    expect(thrownBy(work)).toMatchObject(operation);
  });
});

describe('a filter', () => {
  test('is returned, an absent one as one that lets all through', () => {
    const filter = { tags: { env: 'x' }, region: 'nbg1' };
    expect(parseInstanceFilter(filter, operation)).toEqual(filter);
    expect(parseInstanceFilter({}, operation)).toEqual({});
    expect(parseInstanceFilter(undefined, operation)).toEqual({});
  });

  test('is refused when it is wrong', () => {
    expect(
      issuesFoundBy(() => callUntyped(parseInstanceFilter, { tag: {}, tags: { a: 1 } }, operation)),
    ).toEqual(['filter.tags.a must be a string', 'filter.tag is not a known field']);
  });
});

describe('the new end of a lease', () => {
  test('may be any time, the past among them, or none', () => {
    expect(parseExpiry(new Date(0), operation)).toEqual(new Date(0));
    expect(parseExpiry(undefined, operation)).toBeUndefined();
  });

  test('is a copy, so that a later change changes nothing', () => {
    const given = new Date(5);
    const parsed = parseExpiry(given, operation);
    given.setTime(6);
    expect(parsed).toEqual(new Date(5));
  });

  test.each([
    ['null', null, 'must be a Date'],
    ['text', '2026-01-01', 'must be a Date'],
    ['a number', 0, 'must be a Date'],
    ['an invalid Date', new Date(Number.NaN), 'must be a valid Date'],
  ])('is not %s', (_, expiresAt, problem) => {
    expect(issuesFoundBy(() => callUntyped(parseExpiry, expiresAt, operation))).toEqual([
      `expiresAt ${problem}`,
    ]);
  });
});

test('one signal may serve any number of calls without a warning', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const { signal } = new AbortController();
  parseCallOptions({ signal }, { operation: 'listInstances' });
  for (let count = 0; count < 50; count++) signal.addEventListener('abort', () => count);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
