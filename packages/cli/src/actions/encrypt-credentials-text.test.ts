import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { decryptCredentials, parseEncryptionKey } from '@stagely/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acmePlugin } from '../testing/acme-plugin.js';
import { type MockCommandLineOptions, mockCommandLine } from '../testing/mock-command-line.js';

const KEY = '11'.repeat(32);
const OTHER_KEY = '22'.repeat(32);
const CREDENTIALS = { api_token: 'hunter2', location: 'nbg' };
const ENCRYPT = ['credentials', 'encrypt'];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-encrypt-'));
});

afterEach(() => rm(folder, { recursive: true }));

function setUp(options: MockCommandLineOptions = {}) {
  return mockCommandLine({
    cwd: folder,
    plugins: [acmePlugin],
    stdin: JSON.stringify(CREDENTIALS),
    ...options,
    env: { STAGELY_ENCRYPTION_KEY: KEY, ...options.env },
  });
}

const decrypt = (text: string, context?: string) =>
  decryptCredentials(text.trim(), parseEncryptionKey(KEY), { context });

describe('stagely credentials encrypt', () => {
  it('encrypts what is piped in', async () => {
    const { exitCode, stdout, stderr } = await setUp().stagely(...ENCRYPT);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(decrypt(stdout)).toEqual(CREDENTIALS);
  });

  it('encrypts with the first of several keys', async () => {
    const { stagely } = setUp({ env: { STAGELY_ENCRYPTION_KEY: `${KEY}, ${OTHER_KEY}` } });
    expect(decrypt((await stagely(...ENCRYPT)).stdout)).toEqual(CREDENTIALS);
  });

  it('binds to a context', async () => {
    const { stdout } = await setUp().stagely(...ENCRYPT, '--context', 'team-7:acme');
    expect(stdout).toMatch(/^stagely\.2\./);
    expect(decrypt(stdout, 'team-7:acme')).toEqual(CREDENTIALS);
  });

  it('takes the variables of a provider', async () => {
    const { stagely } = setUp({ env: { ACME_TOKEN: 'hunter3', ACME_LOCATION: 'fsn' } });
    const { stdout } = await stagely(...ENCRYPT, '--provider', 'acme', '--from-environment');
    expect(decrypt(stdout)).toEqual({ api_token: 'hunter3', location: 'fsn' });
  });

  it('names the variables that are missing', async () => {
    const { exitCode, stderr } = await setUp().stagely(
      ...[...ENCRYPT, '--provider', 'acme', '--from-environment'],
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('set ACME_TOKEN (or ACME_API_TOKEN) and ACME_LOCATION');
  });

  it('writes a file that only its owner may read', async () => {
    const { stdout, stderr } = await setUp().stagely(...ENCRYPT, '--output', 'acme.enc');
    const path = join(folder, 'acme.enc');
    expect(stdout).toBe('');
    expect(stderr).toContain('--credentials acme.enc');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(decrypt(await readFile(path, 'utf8'))).toEqual(CREDENTIALS);
  });

  it('never replaces a file without --force', async () => {
    await writeFile(join(folder, 'acme.enc'), 'precious');
    const { exitCode, stderr } = await setUp().stagely(...ENCRYPT, '-o', 'acme.enc');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/acme\.enc cannot be written: it exists already\.\nhint: .*--force/);
    expect(await readFile(join(folder, 'acme.enc'), 'utf8')).toBe('precious');
  });

  it('replaces with --force what a link leads to, and closes it to others', async () => {
    const target = join(folder, 'target.enc');
    await writeFile(target, 'old', { mode: 0o644 });
    await symlink(target, join(folder, 'acme.enc'));
    const { exitCode } = await setUp().stagely(...ENCRYPT, '-o', 'acme.enc', '--force');
    expect(exitCode).toBe(0);
    expect(decrypt(await readFile(target, 'utf8'))).toEqual(CREDENTIALS);
    expect((await stat(target)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['missing/acme.enc', 'there is no such file or folder'],
    ['.', 'it'],
  ])('refuses to write to %s', async (output, reason) => {
    const { exitCode, stderr } = await setUp().stagely(...ENCRYPT, '-o', output);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`The file ${output} cannot be written: ${reason}`);
  });

  it.each([
    ['the text', [], { encrypted: expect.any(String) }],
    ['the file', ['-o', 'acme.enc'], { output: 'acme.enc' }],
  ])('prints %s for programs', async (_, options, document) => {
    const { stdout } = await setUp().stagely(...ENCRYPT, ...options, '--json');
    expect(JSON.parse(stdout)).toEqual(document);
  });

  it.each([
    ['nothing', '', 'Standard input is not JSON.'],
    ['broken JSON', '{"api_token": "hunter2"', 'Standard input is not JSON.'],
    ['another JSON value', '"hunter2"', 'Standard input is not a JSON object.'],
    ['a list', '["hunter2"]', 'Standard input is not a JSON object.'],
  ])('refuses %s without quoting it', async (_, stdin, message) => {
    const { exitCode, stdout, stderr } = await setUp({ stdin }).stagely(...ENCRYPT, '--debug');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
  });

  it('checks what is piped in against the schema of the provider, without showing it', async () => {
    const stdin = '{"api_token": "hunter2", "location": "NOT VALID"}';
    const { stagely } = setUp({ stdin });
    const { exitCode, stdout, stderr } = await stagely(...ENCRYPT, '-p', 'acme', '--debug');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('credentials.location must be a name in small letters');
    expect(stderr).not.toContain('hunter2');
  });

  it('refuses to have secrets typed on a terminal', async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const { exitCode, stderr } = await setUp({ stdin }).stagely(...ENCRYPT);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('hint: Pipe in a JSON object');
  });

  it('stops reading when it is interrupted', async () => {
    const stdin = new Readable({ read: () => setImmediate(() => signals.emit('SIGINT')) });
    const { stagely, signals } = setUp({ stdin });
    const { exitCode, stdout, stderr } = await stagely(...ENCRYPT);
    expect(exitCode).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toContain('error: The command was interrupted.');
  });

  it.each([
    ['', 'The variable STAGELY_ENCRYPTION_KEY is not set.'],
    [' , ', 'The variable STAGELY_ENCRYPTION_KEY is not set.'],
    ['hunter2', 'Key 1 of 1 in STAGELY_ENCRYPTION_KEY is not 32 bytes'],
    [`${KEY},hunter2`, 'Key 2 of 2 in STAGELY_ENCRYPTION_KEY is not 32 bytes'],
  ])('refuses the key "%s" without showing it', async (key, message) => {
    const { stagely } = setUp({ env: { STAGELY_ENCRYPTION_KEY: key } });
    const { exitCode, stderr } = await stagely(...ENCRYPT, '--debug');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
  });

  it('refuses a context that cannot be', async () => {
    const { exitCode, stderr } = await setUp().stagely(...ENCRYPT, '--context', '');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('hint: Check --context.');
  });
});
