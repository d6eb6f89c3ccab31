import { readFileSync } from 'node:fs';
import { RateLimitedError, StagelyError } from '@stagely/core';
import type { PlannedErrorCode } from '@stagely/provider-mock';
import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';
import { EXIT_CODE_HELP, EXIT_CODES } from './exit-codes.js';

const PLANNED: PlannedErrorCode[] = [
  'invalid_credentials',
  'quota_exceeded',
  'capacity_unavailable',
  'network_failure',
  'rate_limited',
  'readiness_timeout',
  'invalid_input',
  'idempotency_conflict',
  'instance_not_found',
];

/** An error class as a package in JavaScript may have it. */
class AcmeError extends StagelyError {
  declare readonly code: StagelyError['code'];
  readonly retryable = false;

  constructor(fields: object) {
    super('Acme says no.');
    Object.assign(this, fields);
  }
}

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('a failure', () => {
  it.each(PLANNED)('of the class %s has its exit code', async (error) => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('validateCredentials', { error });
    expect((await stagely('validate')).exitCode).toBe(EXIT_CODES[error]);
  });

  it.each(PLANNED)('of the class %s is one line and a hint', async (error) => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('validateCredentials', { error });
    const { stderr } = await stagely('validate');
    const [first = '', second = '', ...rest] = stderr.split('\n');
    expect(first).toMatch(/^error: mock: validateCredentials .+\.$/);
    if (error !== 'invalid_input') expect(second).toMatch(/^hint: .+/);
    expect(rest.filter((line) => line !== '')).toEqual([]);
  });

  it('has an exit code of its own for each class', () => {
    const { usage: _, ...others } = EXIT_CODES;
    expect(new Set(Object.values(others)).size).toBe(Object.keys(others).length);
  });

  it.each(Object.values(EXIT_CODES))(
    'with the exit code %i is explained in help and README',
    (code) => {
      expect(EXIT_CODE_HELP).toMatch(new RegExp(`^ +${code}  `, 'm'));
      expect(readme).toMatch(new RegExp(`^\\| ${code} +\\|`, 'm'));
    },
  );

  it('says when to try again where the cloud does', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('validateCredentials', {
      error: (details) =>
        new RateLimitedError('Too many requests.', { ...details, retryAfterMs: 61_500 }),
    });
    expect((await stagely('validate')).stderr).toContain('hint: Try again in 1m 2s.');
  });

  it('is one line of JSON for programs', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('validateCredentials', { error: 'invalid_credentials' });
    const { stdout, stderr } = await stagely('validate', '--json');
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        name: 'InvalidCredentialsError',
        code: 'invalid_credentials',
        retryable: false,
        provider: 'mock',
        operation: 'validateCredentials',
        message: expect.any(String),
        hint: expect.any(String),
      },
    });
  });

  it('that nobody foresaw shows no stack', async () => {
    const { stagely, mock } = mockCommandLine();
    Object.assign(mock, { validateCredentials: () => Promise.reject(new TypeError('a defect')) });
    const { exitCode, stderr } = await stagely('validate');
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'error: Unexpected failure: a defect\nhint: This is a defect of stagely or of the provider; --debug shows where.\n',
    );
    const json = await stagely('validate', '--json');
    expect(JSON.parse(json.stderr)).toMatchObject({
      error: { name: 'TypeError', code: 'unexpected' },
    });
    expect(json.stderr).not.toContain('stack');
  });

  it('that is no error object is told too', async () => {
    const { stagely, mock } = mockCommandLine();
    Object.assign(mock, { validateCredentials: () => Promise.reject('a text') });
    expect(await stagely('validate')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('error: Unexpected failure: a text'),
    });
  });

  it('shows its stack and its cause with --debug', async () => {
    const { stagely, mock } = mockCommandLine();
    const defect = new TypeError('a defect', { cause: new Error('deep down') });
    Object.assign(mock, { validateCredentials: () => Promise.reject(defect) });
    const { stderr } = await stagely('validate', '--debug');
    expect(stderr).toMatch(/^ +at /m);
    expect(stderr).toContain('deep down');
    expect((await stagely('validate', '--debug', '--json')).stderr).toContain('"stack":');
  });

  it.each(['acme_oops', 'ok', 'toString'])(
    'with the unknown code %s after a creation names the machine',
    async (code) => {
      const { stagely, mock } = mockCommandLine();
      const error = new AcmeError({ code });
      Object.assign(mock, { getInstanceStatus: () => Promise.reject(error) });
      const { exitCode, stderr } = await stagely('create', '-s', 'small', '-a', 'amd64');
      expect(exitCode).toBe(1);
      expect(stderr).toContain('error: Acme says no.');
      expect(stderr).toContain('end it: stagely terminate --provider mock mock-000001');
    },
  );

  it('that JSON cannot hold is told without what it carries', async () => {
    const { stagely, mock } = mockCommandLine();
    const error = new AcmeError({ code: 'network_failure', size: 1n });
    Object.assign(mock, { validateCredentials: () => Promise.reject(error) });
    const { exitCode, stderr } = await stagely('validate', '--json');
    expect(exitCode).toBe(6);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'network_failure', message: 'Acme says no.' },
    });
  });

  it('that cannot be read after a creation names the machine', async () => {
    const { stagely, mock } = mockCommandLine();
    Object.assign(mock, { getInstanceStatus: () => Promise.reject(Object.create(null)) });
    const { exitCode, stderr } = await stagely('create', '-s', 'small', '-a', 'amd64');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error: Unexpected failure: what was thrown cannot be read.');
    expect(stderr).toContain('end it: stagely terminate --provider mock mock-000001');
  });

  it('that cannot be read at all ends the command in order', async () => {
    const { stagely, mock } = mockCommandLine();
    const error = Object.defineProperty(new Error(), 'name', {
      get: () => {
        throw new Error('unreadable');
      },
    });
    Object.assign(mock, { validateCredentials: () => Promise.reject(error) });
    expect(await stagely('validate')).toMatchObject({
      exitCode: 1,
      stderr: 'error: Unexpected failure, by an error that cannot be shown.\n',
    });
  });
});
