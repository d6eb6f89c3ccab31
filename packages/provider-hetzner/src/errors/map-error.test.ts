import {
  CapacityUnavailableError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  OperationAbortedError,
} from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { HetznerAPIError, type HetznerAPIErrorOptions } from '../client/hetzner-api-error.js';
import { HetznerConnectionError } from '../client/hetzner-connection-error.js';
import { type ErrorContext, mapError, withMappedErrors } from './map-error.js';

const reading: ErrorContext = {
  operation: { provider: 'hetzner', operation: 'getInstanceStatus', instanceId: '42' },
  subject: 'instance',
};
const creating: ErrorContext = {
  operation: { provider: 'hetzner', operation: 'createInstance', idempotencyKey: 'k' },
  subject: 'spec',
  hasOtherTypes: true,
};

function refused(code: string, options: Partial<HetznerAPIErrorOptions> = {}, message = 'no') {
  return new HetznerAPIError(message, { status: 422, code, ...options });
}

describe('an error of the API', () => {
  it('keeps code, correlation id and the operation it belongs to, and says what to do', () => {
    const error = refused('resource_limit_exceeded', { status: 403, correlationId: 'c-1' }, 'full');
    expect(mapError(error, creating)).toMatchObject({
      message:
        'hetzner: createInstance failed: full (resource_limit_exceeded). End machines or release addresses, or have the limit raised in the Hetzner Console under Limits.',
      provider: 'hetzner',
      operation: 'createInstance',
      idempotencyKey: 'k',
      outcome: 'no-instance',
      providerCode: 'resource_limit_exceeded',
      requestId: 'c-1',
      cause: error,
    });
  });

  it.each([
    [undefined, 1_000],
    [7_000, 7_000],
  ])('of throttling that asks for %s ms says %s ms', (retryAfterMs, told) => {
    const error = refused('rate_limit_exceeded', { status: 429, retryAfterMs });
    expect(mapError(error, reading)).toMatchObject({ retryAfterMs: told });
  });

  it('about something that a spec names is about the spec', () => {
    const error = mapError(refused('not_found', { status: 404 }, 'network not found'), creating);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      issues: [{ path: 'spec', message: 'was refused: network not found' }],
      outcome: 'no-instance',
    });
  });

  it('names the fields of the spec that were refused', () => {
    const details = {
      fields: [
        { name: 'user_data', messages: ['is too long', 'is odd'] },
        { name: 'public_net.ipv4', messages: [] },
        { name: 'novelty' },
      ],
    };
    expect(mapError(refused('invalid_input', { details }, 'wrong'), creating)).toMatchObject({
      issues: [
        { path: 'spec.userData', message: 'was refused: is too long, is odd' },
        { path: 'spec.providerOptions.hetzner', message: 'was refused: wrong' },
        { path: 'spec', message: 'was refused: wrong' },
      ],
    });
  });

  it.each([
    ['invalid_input', 'unsupported location for server type'],
    ['invalid_input', 'server type 22 is deprecated'],
    ['invalid_input', 'server type not found'],
    ['not_found', 'server type cx21 not found'],
    ['resource_limit_exceeded', 'dedicated core limit exceeded'],
  ])('%s "%s" lets another type be tried, where another one will do', (code, message) => {
    const error = refused(code, {}, message);
    expect(mapError(error, creating)).toBeInstanceOf(CapacityUnavailableError);
    expect(mapError(error, creating)).toMatchObject({
      message: `hetzner: createInstance failed: ${message} (${code}). Try another location or size.`,
    });
    const onlyThis = mapError(error, { ...creating, hasOtherTypes: false });
    expect(onlyThis).not.toBeInstanceOf(CapacityUnavailableError);
  });

  it.each([
    ['protected', 'server type not found'],
    ['resource_limit_exceeded', 'server type not found'],
    ['invalid_input', 'dedicated core limit exceeded'],
    ['not_found', 'network not found'],
  ])('%s "%s" is not about the type', (code, message) => {
    const error = mapError(refused(code, {}, message), creating);
    expect(error).not.toBeInstanceOf(CapacityUnavailableError);
  });

  it('of an endpoint that leads nowhere is no missing machine', () => {
    const error = mapError(refused('not_found', { status: 404 }, 'api route not found'), reading);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      message:
        'hetzner: getInstanceStatus of 42 failed: api route not found (not_found). Check the setting "endpoint", which must lead to the API, version included.',
      issues: [{ path: 'context.settings.endpoint', message: 'was refused: api route not found' }],
    });
  });

  it('is about the endpoint only by its code', () => {
    const error = mapError(refused('forbidden', {}, 'api route not found'), reading);
    expect(error).toBeInstanceOf(InvalidCredentialsError);
  });

  it.each([
    ['instance', 'instanceId'],
    ['spec', 'spec'],
    ['project', 'credentials'],
  ] as const)('about the %s names %s', (subject, path) => {
    const error = mapError(refused('protected', {}, 'wrong'), { ...reading, subject });
    expect(error).toMatchObject({ issues: [{ path, message: 'was refused: wrong' }] });
  });

  it('keeps its own full stops, but for the last', () => {
    expect(mapError(refused('locked', {}, 'Server 1.2 is busy. Wait.'), reading)).toMatchObject({
      message:
        'hetzner: getInstanceStatus of 42 failed: Server 1.2 is busy. Wait (locked). Try again later.',
    });
  });

  it('is told in short, and never without a text', () => {
    const long = mapError(refused('x'.repeat(1_000), {}, 'y'.repeat(1_000)), reading);
    const shown = `${'y'.repeat(300)} (${'x'.repeat(300)})`;
    expect(long).toMatchObject({
      message: `hetzner: getInstanceStatus of 42 failed: ${shown}. Look at the spec and its providerOptions.hetzner.`,
    });
    expect(mapError(new HetznerAPIError('', { status: 418 }), reading)).toMatchObject({
      message: expect.stringContaining('the API answered with the status 418. '),
    });
  });
});

describe('what became of a machine', () => {
  it.each([
    ['a refusal', refused('invalid_input'), 'no-instance'],
    ['throttling', refused('rate_limit_exceeded', { status: 429 }), 'no-instance'],
    ['maintenance', refused('maintenance', { status: 403 }), 'no-instance'],
    ['a failing API', refused('server_error', { status: 500 }), undefined],
    ['a request that took too long for a proxy', refused('x', { status: 408 }), undefined],
    ['no connection', lost('unreachable'), 'no-instance'],
    ['a lost connection', lost('lost'), undefined],
    ['no answer in time', lost('timeout'), 'unknown'],
    ['an unreadable answer', lost('unreadable'), undefined],
  ])('after %s is %s', (_, error, outcome) => {
    expect(Reflect.get(Object(mapError(error, creating)), 'outcome')).toBe(outcome);
    expect(mapError(error, reading)).not.toHaveProperty('outcome');
  });

  it.each([refused('server_error', { status: 500 }), lost('lost'), refused('locked')])(
    'after %s in a request that makes none is what was known before',
    (error) => {
      const operation = { ...reading.operation, outcome: 'instance-exists' } as const;
      const mapped = mapError(error, { ...reading, operation });
      expect(mapped).toMatchObject({ outcome: 'instance-exists' });
    },
  );
});

describe('an error of the connection', () => {
  it('keeps the correlation id and the operation it belongs to, and says what to do', () => {
    const error = new HetznerConnectionError('There was no answer to POST /servers.', {
      failure: 'unreadable',
      correlationId: 'c-1',
    });
    const mapped = mapError(error, creating);
    expect(mapped).toBeInstanceOf(NetworkFailureError);
    expect(mapped).toMatchObject({
      message:
        'hetzner: createInstance failed: There was no answer to POST /servers. Check the network and status.hetzner.com, or try again.',
      provider: 'hetzner',
      operation: 'createInstance',
      idempotencyKey: 'k',
      requestId: 'c-1',
      cause: error,
    });
  });
});

describe('other errors', () => {
  it('are an abort when they are the reason of the signal', () => {
    const signal = AbortSignal.abort();
    expect(mapError(signal.reason, { ...reading, signal })).toBeInstanceOf(OperationAbortedError);
  });

  it('stay what they are', () => {
    const error = new TypeError('a defect');
    expect(mapError(error, reading)).toBe(error);
    expect(mapError(error, { ...reading, signal: AbortSignal.abort() })).toBe(error);
  });
});

describe('requests with mapped errors', () => {
  it('have the value of the work', async () => {
    expect(await withMappedErrors(reading, async () => 7)).toBe(7);
  });

  it('have its errors as those of the contract', async () => {
    const error = refused('locked');
    const failed = withMappedErrors(reading, () => Promise.reject(error));
    await expect(failed).rejects.toMatchObject({ code: 'network_failure', cause: error });
  });
});

function lost(failure: HetznerConnectionError['failure']) {
  return new HetznerConnectionError('gone', { failure });
}
