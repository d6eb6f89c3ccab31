import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptCredentials, parseEncryptionKey } from '@stagely/core';
import { MockProvider } from '@stagely/provider-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acmePlugin } from '../testing/acme-plugin.js';
import { type MockCommandLineOptions, mockCommandLine } from '../testing/mock-command-line.js';

const KEY = '11'.repeat(32);
const CREDENTIALS = { api_token: 'hunter2', location: 'nbg' };

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-credentials-'));
  const store = (name: string, context?: string) =>
    writeFile(
      join(folder, name),
      `${encryptCredentials(CREDENTIALS, parseEncryptionKey(KEY), { context })}\n`,
    );
  await store('acme.enc');
  await store('bound.enc', 'team-7');
  await writeFile(join(folder, 'empty.enc'), '\n');
  await writeFile(join(folder, 'plain.enc'), JSON.stringify(CREDENTIALS));
});

afterAll(() => rm(folder, { recursive: true }));

function validate(env: MockCommandLineOptions['env'], ...argv: string[]) {
  const { stagely } = mockCommandLine({ cwd: folder, plugins: [acmePlugin], env: env ?? {} });
  return stagely('validate', ...argv);
}

describe('the choice of a provider', () => {
  it.each([
    ['the option', {}, ['--provider', 'mock']],
    ['the variable', { STAGELY_PROVIDER: 'mock' }, []],
    ['the option before the variable', { STAGELY_PROVIDER: 'acme' }, ['-p', 'mock']],
  ])('is made by %s', async (_, env, argv) => {
    const { exitCode, stdout } = await validate(env, ...argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('mock: ');
  });

  it.each([[{}], [{ STAGELY_PROVIDER: '' }]])('is asked for with %j', async (env) => {
    const { exitCode, stderr } = await validate(env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: No provider was chosen.');
    expect(stderr).toContain('hint: Add --provider <type> or set STAGELY_PROVIDER');
  });

  it('says how to install a provider that is not there', async () => {
    const { exitCode, stderr } = await validate({}, '-p', 'hetzner');
    expect(exitCode).toBe(11);
    expect(stderr).toContain('npm install @stagely/provider-hetzner');
    expect(stderr).toContain('hint: "stagely providers" lists what is installed here.');
  });
});

describe('credentials from the environment', () => {
  const env = { STAGELY_PROVIDER: 'acme' };

  it('are used as the plugin finds them', async () => {
    const { exitCode } = await validate({ ...env, ACME_TOKEN: 'hunter2', ACME_LOCATION: 'nbg' });
    expect(exitCode).toBe(0);
  });

  it.each([
    [{}, 'set ACME_TOKEN (or ACME_API_TOKEN) and ACME_LOCATION.'],
    [{ ACME_TOKEN: 'hunter2' }, 'set ACME_LOCATION.'],
  ])('say which variables are missing beside %j', async (given, message) => {
    const { exitCode, stderr } = await validate({ ...env, ...given });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`There are no credentials for acme: ${message}`);
    expect(stderr).toContain('hint: Or store them encrypted');
    expect(stderr).not.toContain('hunter2');
  });

  it('say which variable is wrong', async () => {
    const { exitCode, stderr } = await validate({
      ...{ ...env, ACME_TOKEN: 'hunter2', ACME_LOCATION: '!' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('hint: Check ACME_LOCATION.');
    expect(stderr).not.toContain('hunter2');
  });
});

describe('a credentials file with a wrong field', () => {
  it('is named', async () => {
    const text = encryptCredentials({ ...CREDENTIALS, location: '!' }, parseEncryptionKey(KEY));
    await writeFile(join(folder, 'wrong.enc'), text);
    const env = { STAGELY_PROVIDER: 'acme', STAGELY_ENCRYPTION_KEY: KEY };
    const { exitCode, stderr } = await validate(env, '--credentials', 'wrong.enc');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('credentials.location must be a name in small letters');
    expect(stderr).toContain('hint: Check the credentials in wrong.enc;');
  });
});

describe('a context', () => {
  it('without a credentials file is refused', async () => {
    const env = { STAGELY_PROVIDER: 'acme', ACME_TOKEN: 'hunter2', ACME_LOCATION: 'nbg' };
    const { exitCode, stdout, stderr } = await validate(env, '--context', 'team-7');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('error: A context is given, but no file of encrypted credentials');
    expect(stderr).toContain('hint: Add --credentials <file>');
  });
});

describe('a provider that shows its token', () => {
  const token = 'acme_0123456789abcdef';
  const env = { STAGELY_PROVIDER: 'acme', STAGELY_ENCRYPTION_KEY: KEY };
  const leakyPlugin = {
    ...acmePlugin,
    createProvider: (...[, { logger }]: Parameters<typeof acmePlugin.createProvider>) =>
      Object.assign(new MockProvider(), {
        validateCredentials: () => {
          logger?.warn({ token }, `logging in with ${token}`);
          return Promise.reject(new Error(`refused ${token}`, { cause: new Error(token) }));
        },
      }),
  };

  it.each([
    ['the environment', { ACME_TOKEN: token, ACME_LOCATION: 'nbg' }, []],
    ['a file', {}, ['--credentials', 'leaky.enc']],
  ])('from %s in an error or a log line is redacted', async (_, variables, argv) => {
    const credentials = { api_token: token, location: 'nbg' };
    const text = encryptCredentials(credentials, parseEncryptionKey(KEY));
    await writeFile(join(folder, 'leaky.enc'), text);
    const { stagely } = mockCommandLine({
      cwd: folder,
      plugins: [leakyPlugin],
      env: { ...env, ...variables },
    });
    for (const flags of [[], ['--debug'], ['--json'], ['--json', '--debug']]) {
      const { exitCode, stdout, stderr } = await stagely('validate', ...argv, ...flags);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('refused [redacted]');
      expect(stderr).toContain('logging in with [redacted]');
      expect(stdout + stderr).not.toContain(token);
    }
  });
});

describe('a plugin that fails with credentials from the environment', () => {
  const token = 'acme_0123456789abcdef';
  const env = { STAGELY_PROVIDER: 'acme', ACME_TOKEN: token, ACME_LOCATION: 'nbg' };

  async function validateWith(plugin: Partial<typeof acmePlugin>) {
    const plugins = [{ ...acmePlugin, ...plugin }];
    const { stagely } = mockCommandLine({ cwd: folder, plugins, env });
    const results = [await stagely('validate', '--debug'), await stagely('validate', '--json')];
    for (const { stderr } of results) expect(stderr).not.toContain(token);
    return results[0];
  }

  it('in its schema shows no secret', async () => {
    const failing = await validateWith({
      credentials: {
        '~standard': {
          ...acmePlugin.credentials['~standard'],
          validate: (value) => {
            throw new Error(`bad token in ${JSON.stringify(value)}`);
          },
        },
      },
    });
    expect(failing?.exitCode).toBe(2);
    expect(failing?.stderr).toContain("the provider's schema failed");
  });

  it.each([
    ['a variable that it names', acmePlugin.environmentVariables],
    ['a variable that it does not name', {}],
  ])('while it reads %s shows no secret', async (_, environmentVariables = {}) => {
    const failing = await validateWith({
      environmentVariables,
      credentialsFromEnvironment: ({ ACME_TOKEN }) => {
        throw new Error(`bad token ${ACME_TOKEN}`);
      },
    });
    expect(failing?.exitCode).toBe(12);
    expect(failing?.stderr).toContain('failed to read credentials from the environment');
    expect(failing?.stderr).toContain('bad token [redacted]');
  });

  it('by returning nothing is told apart', async () => {
    const failing = await validateWith({ credentialsFromEnvironment: () => JSON.parse('null') });
    expect(failing?.exitCode).toBe(12);
    expect(failing?.stderr).toContain('it returned no object');
  });
});

describe('credentials from a file', () => {
  const env = { STAGELY_PROVIDER: 'acme', STAGELY_ENCRYPTION_KEY: KEY };

  it.each([
    ['the option', env, ['--credentials', 'acme.enc']],
    ['the variable', { ...env, STAGELY_CREDENTIALS_FILE: 'acme.enc' }, []],
    [
      'the option before the variable',
      { ...env, STAGELY_CREDENTIALS_FILE: 'x' },
      ['--credentials', 'acme.enc'],
    ],
    [
      'one of several keys',
      { ...env, STAGELY_ENCRYPTION_KEY: `${'22'.repeat(32)},${KEY}` },
      ['--credentials', 'acme.enc'],
    ],
    ['its context', env, ['--credentials', 'bound.enc', '--context', 'team-7']],
  ])('are opened by %s', async (_, variables, argv) => {
    expect((await validate(variables, ...argv)).exitCode).toBe(0);
  });

  it.each([
    [
      'without a key',
      2,
      { STAGELY_PROVIDER: 'acme' },
      ['acme.enc'],
      'STAGELY_ENCRYPTION_KEY is not set',
    ],
    [
      'with another key',
      13,
      { ...env, STAGELY_ENCRYPTION_KEY: '22'.repeat(32) },
      ['acme.enc'],
      'hint: Check STAGELY_ENCRYPTION_KEY',
    ],
    ['with another context', 13, env, ['bound.enc', '--context', 'team-8'], 'and --context.'],
    ['without the context', 13, env, ['bound.enc'], 'and --context.'],
    [
      'that has no context, with one',
      13,
      env,
      ['acme.enc', '--context', 'team-7'],
      'and --context.',
    ],
    ['that is not there', 2, env, ['missing.enc'], 'there is no such file'],
    ['that is empty', 2, env, ['empty.enc'], 'The credentials file empty.enc is empty.'],
    ['that is not encrypted', 13, env, ['plain.enc'], 'not encrypted credentials'],
  ])('are not opened %s', async (_, code, variables, [file = '', ...argv], message) => {
    const { exitCode, stderr } = await validate(variables, '--credentials', file, ...argv);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
  });

  it('are named in the commands that are recommended', async () => {
    const { stagely, mock } = mockCommandLine({ cwd: folder, env });
    await writeFile(
      join(folder, 'my mock.enc'),
      encryptCredentials({}, parseEncryptionKey(KEY), { context: "team's" }),
    );
    mock.failCall('validateCredentials', { error: 'invalid_credentials' });
    const { stderr } = await stagely(
      ...['validate', '-p', 'mock', '--credentials', 'my mock.enc', '--context', "team's"],
    );
    expect(stderr).toContain(
      `"stagely validate --provider mock --credentials 'my mock.enc' --context 'team'\\''s'"`,
    );
  });
});
