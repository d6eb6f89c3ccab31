import { existsSync, readFileSync } from 'node:fs';
import {
  CapacityUnavailableError,
  InstanceNotFoundError,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
  RateLimitedError,
} from '@stagely/core';
import { Redactor } from '@stagely/core/plugin';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type FailedRequest, toProviderError } from './to-provider-error.js';

const secret = 'wJalrXUtnFEMI/K7MDENG';
const request: FailedRequest = {
  action: 'RunInstances',
  operation: { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key-1' },
  redactor: new Redactor(() => [secret]),
  launches: true,
};

/** An error as the client library throws it for an answer of EC2. */
function refusal(Code: string, { status = 400, message = 'It says no' } = {}) {
  const $metadata = { httpStatusCode: status, requestId: 'request-1', attempts: 1 };
  return Object.assign(new Error(message), { name: Code, Code, $metadata });
}

/** An error as the client library throws it for an answer that is not EC2's. */
function answer(httpStatusCode: number) {
  return Object.assign(new Error('@aws-sdk XML parse error'), { $metadata: { httpStatusCode } });
}

function networkError(code: string) {
  const cause = new AggregateError([Object.assign(new Error(code), { code })]);
  return Object.assign(new TypeError('fetch failed', { cause }), { $metadata: { attempts: 1 } });
}

const specification = new URL('../../../../../shared/specs/error-codes.json', import.meta.url);
const specified = existsSync(specification);

const tableSchema = v.object({
  ec2: v.array(
    v.object({
      code: v.string(),
      fault: v.optional(v.string()),
      category: v.string(),
      throttling: v.optional(v.boolean()),
    }),
  ),
});

const CLASSES = {
  InvalidCredentials: InvalidCredentialsError,
  QuotaExceeded: QuotaExceededError,
  CapacityUnavailable: CapacityUnavailableError,
  NetworkFailure: NetworkFailureError,
  InstanceNotFound: InstanceNotFoundError,
  InvalidInput: InvalidInputError,
} as const;

describe.skipIf(!specified)('every code in ../shared/specs (skipped where that is absent)', () => {
  const rows = specified
    ? v.parse(tableSchema, JSON.parse(readFileSync(specification, 'utf8'))).ec2
    : [];

  // Dry runs are not made.
  it.each(rows.filter(({ category }) => category !== 'Success'))(
    '$code is $category',
    ({ code, category, fault, throttling = false }) => {
      const [, expected] = Object.entries(CLASSES).find(([name]) => name === category) ?? [];
      const thrown = /^E[A-Z_]+$/.test(code)
        ? networkError(code)
        : refusal(code, { status: fault === 'server' ? 500 : 400 });
      const error = toProviderError(thrown, request);
      expect(error).toBeInstanceOf(expected);
      expect(error instanceof CapacityUnavailableError).toBe(category === 'CapacityUnavailable');
      expect(error instanceof RateLimitedError).toBe(throttling);
      expect(error.providerCode).toBe(code);
    },
  );
});

describe('what EC2 says', () => {
  it('is read to its first 4,000 characters', () => {
    const message = `${'x'.repeat(3_990)}${secret}${'y'.repeat(100_000)}`;
    const error = toProviderError(refusal('Odd', { message }), request);
    expect(error.message.length).toBeLessThan(5_000);
    expect(error.message).not.toContain(secret.slice(0, 12));
  });

  it('of a right that is missing is told without secrets', () => {
    const key = 'OnlyLettersInThisKey';
    const message = `You are not authorized to perform: key:${key}`;
    const own = { ...request, redactor: new Redactor(() => [key]) };
    const error = toProviderError(refusal('UnauthorizedOperation', { message }), own);
    expect(error.message).not.toContain(key);
    expect(error.message).toContain('the permission ec2:RunInstances');
  });
});

describe('an error of a request', () => {
  it('tells all that a caller and AWS support need', () => {
    const error = toProviderError(refusal('VcpuLimitExceeded'), request);
    expect(error).toBeInstanceOf(QuotaExceededError);
    expect(error).toMatchObject({
      provider: 'aws',
      operation: 'createInstance',
      idempotencyKey: 'key-1',
      outcome: 'no-instance',
      providerCode: 'VcpuLimitExceeded',
      requestId: 'request-1',
      message:
        'aws: createInstance failed: EC2 refused RunInstances with VcpuLimitExceeded: It says no. Ask AWS for a higher quota, end machines, or use another region.',
    });
  });

  it.each<[string, unknown, string | undefined]>([
    ['a refusal', refusal('InvalidParameterValue'), 'no-instance'],
    ['throttling', refusal('RequestLimitExceeded', { status: 503 }), 'no-instance'],
    ['missing capacity', refusal('InsufficientInstanceCapacity', { status: 500 }), 'no-instance'],
    ['an error inside EC2', refusal('InternalError', { status: 500 }), undefined],
    ['a proxy’s error', answer(502), undefined],
    ['an answer that cannot be read', answer(200), undefined],
    ['a connection that broke', networkError('ECONNRESET'), undefined],
    ['something else', new Error('?'), undefined],
    ['nothing', undefined, undefined],
    ['nobody there', networkError('ECONNREFUSED'), 'no-instance'],
    ['a name that is unknown', networkError('ENOTFOUND'), 'no-instance'],
    [
      'no credentials',
      Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
      'no-instance',
    ],
  ])('says what became of the machine: %s', (_, thrown, outcome) => {
    expect(toProviderError(thrown, request).outcome).toBe(outcome);
  });

  it('leaves the outcome alone where no machine was to be made', () => {
    const operation = {
      ...request.operation,
      outcome: 'instance-exists',
      instanceId: 'i',
    } as const;
    const error = toProviderError(refusal('RequestLimitExceeded'), {
      ...request,
      operation,
      launches: false,
    });
    expect(error.outcome).toBe('instance-exists');
  });

  it.each([
    [
      'UnauthorizedOperation',
      'You are not authorized to perform this operation.',
      'ec2:RunInstances',
    ],
    [
      'UnauthorizedOperation',
      'User: arn:aws:iam::1:user/u is not authorized to perform: ssm:GetParameters on resource: x because no policy allows it',
      'ssm:GetParameters',
    ],
    ['SsmAccessDenied', 'Access denied to SSM', 'ssm:GetParameters'],
    ['AuthFailure.ServiceLinkedRoleCreationNotPermitted', 'No', 'iam:CreateServiceLinkedRole'],
  ])('names the permission that is missing: %s, %s', (code, message, permission) => {
    const error = toProviderError(refusal(code, { message }), request);
    expect(error.message).toContain(`Give the credentials the permission ${permission}.`);
  });

  it('leaves out the cipher of a policy', () => {
    const message = 'You are not authorized. Encoded authorization failure message: 6Yzv0abc';
    const error = toProviderError(refusal('UnauthorizedOperation', { message }), request);
    expect(error.message).toContain('You are not authorized. Give');
  });

  it.each([
    ['It says no', 'It says no.'],
    ['It says no.', 'It says no.'],
    ['It says no!', 'It says no!'],
    ['Does it? ', 'Does it?'],
    ['Of 1.2 it says no', 'Of 1.2 it says no.'],
  ])('tells "%s" as a sentence', (message, sentence) => {
    const error = toProviderError(refusal('VcpuLimitExceeded', { message }), request);
    expect(error.message).toBe(
      `aws: createInstance failed: EC2 refused RunInstances with VcpuLimitExceeded: ${sentence} Ask AWS for a higher quota, end machines, or use another region.`,
    );
  });

  it('says how long EC2 asks to wait', () => {
    const thrown = { ...refusal('SlowDown'), $response: { headers: { 'retry-after': '7' } } };
    expect(toProviderError(thrown, request)).toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 7_000,
    });
  });

  const NO_NETWORK =
    'The region has no default network: name a subnet in providerOptions.aws.subnetId.';

  it.each([
    ['VPCIdNotSpecified', 'spec.providerOptions.aws.subnetId', NO_NETWORK],
    ['DefaultVpcDoesNotExist', 'spec.providerOptions.aws.subnetId', NO_NETWORK],
    [
      'InvalidSubnet',
      'spec.providerOptions.aws.subnetId',
      'Correct spec.providerOptions.aws.subnetId.',
    ],
    ['OperationNotPermitted', 'spec', 'Turn off the termination protection of the instance first.'],
    ['InvalidParameterValue', 'spec', 'Correct spec.'],
  ])('names the input that was refused with %s: %s', (code, path, advice) => {
    const error = toProviderError(refusal(code), request);
    const told = `EC2 refused RunInstances with ${code}: It says no.`;
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      message: `aws: createInstance failed: ${told} ${advice}`,
      issues: [{ path, message: `was refused by EC2: ${told}` }],
    });
  });

  it('takes an image of another account for wrong input, not for wrong credentials', () => {
    const message = 'Not authorized for images: [ami-0123456789abcdef0]';
    const error = toProviderError(refusal('AuthFailure', { message }), request);
    expect(error).toMatchObject({ issues: [{ path: 'spec.providerOptions.aws.image' }] });
    const other = toProviderError(refusal('UnauthorizedOperation', { message }), request);
    expect(other).toBeInstanceOf(InvalidCredentialsError);
  });

  it('blames the id of an operation on an instance, and the options of any other', () => {
    const failure = refusal('InvalidParameterValue');
    const of = (more: object) =>
      toProviderError(failure, {
        ...request,
        operation: { provider: 'aws', operation: 'other', ...more },
      });
    expect(of({ instanceId: 'i-1' })).toMatchObject({
      message: expect.stringMatching(/ Check the id\.$/),
      issues: [{ path: 'instanceId' }],
    });
    expect(of({})).toMatchObject({
      message: expect.stringMatching(/ Correct options\.$/),
      issues: [{ path: 'options' }],
    });
  });

  it('shows no secret that EC2 or a client library repeats', () => {
    const thrown = Object.assign(refusal(secret, { message: `Your key ${secret} is odd` }), {
      request: { headers: { authorization: secret } },
    });
    thrown.$metadata.requestId = secret;
    const error = toProviderError(thrown, request);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain(secret);
    expect(`${error.cause}`).not.toContain(secret);
    expect(Object.keys(Object(error.cause))).not.toContain('request');
  });

  it('has what was thrown for its cause', () => {
    const { cause } = toProviderError(refusal('VcpuLimitExceeded'), request);
    expect(cause).toMatchObject({ name: 'VcpuLimitExceeded', message: 'It says no' });
  });

  it('has the failure of what was tried before beside its own', () => {
    const earlier = new Error('no spot');
    const { cause } = toProviderError(refusal('VcpuLimitExceeded'), { ...request, earlier });
    expect(cause).toMatchObject({
      message: 'Both ways were refused.',
      errors: [{ name: 'VcpuLimitExceeded' }, earlier],
    });
  });
});
