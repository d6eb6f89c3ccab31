import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decryptCredentials, encryptCredentials, parseEncryptionKey } from '@stagely/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const OLD = '11'.repeat(32);
const NEW = '22'.repeat(32);
const ROTATE = ['credentials', 'rotate'];
const CREDENTIALS = { api_token: 'hunter2' };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-rotate-'));
});

afterEach(() => rm(folder, { recursive: true }));

function rotate(env: Record<string, string>, ...argv: string[]) {
  return mockCommandLine({ cwd: folder, env }).stagely(...ROTATE, ...argv);
}

async function store(name: string, key: string, context?: string): Promise<void> {
  const text = encryptCredentials(CREDENTIALS, parseEncryptionKey(key), { context });
  await writeFile(join(folder, name), text);
}

async function open(name: string, key: string, context?: string): Promise<unknown> {
  const text = await readFile(join(folder, name), 'utf8');
  return decryptCredentials(text.trim(), parseEncryptionKey(key), { context });
}

describe('stagely credentials rotate', () => {
  it.each([
    ['STAGELY_ENCRYPTION_KEY alone', { STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` }],
    ['two variables', { STAGELY_ENCRYPTION_KEY: NEW, STAGELY_OLD_ENCRYPTION_KEY: OLD }],
  ])('gives files the new key with %s', async (_, env) => {
    await store('a.enc', OLD);
    await store('b.enc', OLD);
    const { exitCode, stdout } = await rotate(env, 'a.enc', 'b.enc');
    expect(exitCode).toBe(0);
    expect(stdout).toBe('a.enc has the new key.\nb.enc has the new key.\n');
    expect(await open('a.enc', NEW)).toEqual(CREDENTIALS);
    expect(await open('b.enc', NEW)).toEqual(CREDENTIALS);
    expect(await readdir(folder)).toEqual(['a.enc', 'b.enc']);
    expect((await stat(join(folder, 'a.enc'))).mode & 0o777).toBe(0o600);
  });

  it('can be run again', async () => {
    await store('a.enc', OLD);
    const env = { STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` };
    await rotate(env, 'a.enc');
    const { exitCode, stdout } = await rotate(env, 'a.enc', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ rotated: ['a.enc'] });
    expect(await open('a.enc', NEW)).toEqual(CREDENTIALS);
  });

  it('keeps the binding to a context', async () => {
    await store('a.enc', OLD, 'team-7');
    const env = { STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` };
    expect((await rotate(env, 'a.enc', '--context', 'team-7')).exitCode).toBe(0);
    expect(await open('a.enc', NEW, 'team-7')).toEqual(CREDENTIALS);
  });

  it('binds to a context with one key', async () => {
    await store('a.enc', OLD);
    const { exitCode } = await rotate(
      { STAGELY_ENCRYPTION_KEY: OLD },
      'a.enc',
      '--context',
      'team-7',
    );
    expect(exitCode).toBe(0);
    expect(await open('a.enc', OLD, 'team-7')).toEqual(CREDENTIALS);
  });

  it('changes no file when one cannot be opened, and names that one', async () => {
    await store('a.enc', OLD);
    await store('b.enc', '33'.repeat(32));
    const before = await readFile(join(folder, 'a.enc'), 'utf8');
    const env = { STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` };
    const { exitCode, stdout, stderr } = await rotate(env, 'a.enc', 'b.enc');
    expect(exitCode).toBe(13);
    expect(stdout).toBe('');
    expect(stderr).toContain('hint: This is about b.enc; no file was changed.');
    expect(await readFile(join(folder, 'a.enc'), 'utf8')).toBe(before);
  });

  it('refuses another context', async () => {
    await store('a.enc', OLD, 'team-7');
    const env = { STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` };
    expect((await rotate(env, 'a.enc', '--context', 'team-8')).exitCode).toBe(13);
  });

  it('refuses when there is nothing to rotate to', async () => {
    await store('a.enc', OLD);
    const { exitCode, stderr } = await rotate({ STAGELY_ENCRYPTION_KEY: OLD }, 'a.enc');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is only one key, so there is nothing to rotate.');
  });

  it.each([
    [{ STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` }, ['missing.enc'], 'there is no such file'],
    [{ STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` }, [], "missing required argument 'file'"],
    [{}, ['a.enc'], 'The variable STAGELY_ENCRYPTION_KEY is not set.'],
    [
      { STAGELY_ENCRYPTION_KEY: NEW, STAGELY_OLD_ENCRYPTION_KEY: 'x' },
      ['a.enc'],
      'in STAGELY_OLD_ENCRYPTION_KEY is not 32 bytes',
    ],
  ])('refuses %j %j', async (env, argv, message) => {
    const { exitCode, stderr } = await rotate(env, ...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('names an empty file', async () => {
    await writeFile(join(folder, 'a.enc'), '\n');
    const { exitCode, stderr } = await rotate({ STAGELY_ENCRYPTION_KEY: `${NEW},${OLD}` }, 'a.enc');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('hint: This is about a.enc');
  });
});
