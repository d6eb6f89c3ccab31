import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { InvalidCredentialsError } from '../errors/invalid-credentials-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { Redactor } from '../redaction/redactor.js';
import { redactError } from './redact-error.js';

const SECRET = 'hcloud-4711-secret-token';
const redactor = new Redactor(() => [SECRET]);

test('an error loses every secret and stays what it is', () => {
  const error = new InvalidInputError(`bad token ${SECRET}`, {
    operation: 'createProvider',
    provider: 'x',
    issues: [
      { path: `credentials.${SECRET}`, message: `is ${SECRET}` },
      { path: 'credentials.region', message: 'is required' },
    ],
    cause: Object.assign(new Error(`sent ${SECRET}`), { headers: { authorization: SECRET } }),
  });
  expect(error.stack).toContain(SECRET);
  const redacted = redactError(error, redactor);
  expect(redacted).toBeInstanceOf(InvalidInputError);
  expect(redacted).toMatchObject({
    message: 'bad token [redacted]',
    operation: 'createProvider',
    provider: 'x',
    code: 'invalid_input',
    issues: [
      { path: 'credentials.[redacted]', message: 'is [redacted]' },
      { path: 'credentials.region', message: 'is required' },
    ],
    cause: { message: 'sent [redacted]' },
  });
  expect(redacted.stack).toContain('bad token [redacted]');
  const shown = inspect(redacted, { depth: null, showHidden: true }) + JSON.stringify(redacted);
  expect(shown).not.toContain(SECRET);
  expect(Object.keys(redacted)).toContain('issues');
});

test('no field of an error keeps a secret, and what is not ours on it is left out', () => {
  const error = Object.freeze(
    Object.assign(
      new InvalidCredentialsError('No.', {
        operation: 'createProvider',
        providerCode: `bad:${SECRET}`,
        requestId: SECRET,
      }),
      { request: { headers: { authorization: `Bearer ${SECRET}` } } },
    ),
  );
  const redacted = redactError(error, redactor);
  expect(redacted).toBeInstanceOf(InvalidCredentialsError);
  expect(redacted).toMatchObject({
    code: 'invalid_credentials',
    providerCode: 'bad:[redacted]',
    requestId: '[redacted]',
  });
  expect(Object.keys(redacted)).not.toContain('request');
  const shown = inspect(redacted, { depth: null, showHidden: true }) + JSON.stringify(redacted);
  expect(shown).not.toContain(SECRET);
});

test('an error without secrets says what it said', () => {
  const error = new InvalidCredentialsError('The token has expired.', {
    operation: 'createProvider',
  });
  const { message, stack } = error;
  const redacted = redactError(error, redactor);
  expect(redacted.message).toBe(message);
  expect(redacted.stack).toBe(stack);
  expect('cause' in redacted).toBe(false);
});

test('an error without a stack gets none', () => {
  const error = new InvalidCredentialsError('No.', { operation: 'createProvider' });
  delete error.stack;
  expect(redactError(error, redactor).stack).toBeUndefined();
});

test('all that the contract has on errors is kept', () => {
  const everything = {
    provider: 'x',
    operation: 'createInstance',
    instanceId: '42',
    outcome: 'instance-exists',
    idempotencyKey: 'job-7',
    retryAfterMs: 1_500,
    providerCode: 'unavailable',
    requestId: 'req-1',
  } as const;
  const error = new InvalidInputError('No.', { ...everything, issues: [] });
  const redacted = redactError(error, redactor);
  expect(Object.fromEntries(Object.entries(redacted))).toEqual({
    ...everything,
    code: 'invalid_input',
    retryable: false,
    issues: [],
  });
});

test('the stack of the copy is no field of it, and can be replaced as that of any error', () => {
  const error = new InvalidCredentialsError('No.', { operation: 'createProvider' });
  const redacted = redactError(error, redactor);
  expect(Object.keys(redacted)).not.toContain('stack');
  redacted.stack = 'replaced';
  expect(redacted.stack).toBe('replaced');
});
