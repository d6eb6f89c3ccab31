import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encryptCredentials, parseEncryptionKey } from '@stagely/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStagely } from '../run-stagely.js';
import { CapturedOutput } from '../testing/captured-output.js';
import { createHost, type HostOptions } from './create-host.js';

const KEY = '11'.repeat(32);
const CREATE = ['create', '-p', 'mock', '-s', 'small', '-a', 'amd64'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-host-'));
  const text = encryptCredentials({ region: 'mock-2' }, parseEncryptionKey(KEY));
  await writeFile(join(folder, 'mock.enc'), text);
});

afterAll(() => rm(folder, { recursive: true }));

/** A host that finds the mock provider as it is installed. */
function setUp(options: HostOptions = {}) {
  const stdout = new CapturedOutput();
  const host = createHost({
    env: {},
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdin: Readable.from([]),
    stdout,
    stderr: new CapturedOutput(),
    signals: new EventEmitter(),
    ...options,
  });
  const listed = async (env: HostOptions['env'] = host.env) => {
    expect(await runStagely(['list', '-p', 'mock', '--json'], { ...host, env: env ?? {} })).toBe(0);
    return JSON.parse(stdout.take());
  };
  return { host, stdout, listed };
}

describe('a host', () => {
  it('keeps what a provider knows from one command to the next', async () => {
    const { host, stdout, listed } = setUp();
    expect(await runStagely(CREATE, host)).toBe(0);
    stdout.take();
    expect(await listed()).toMatchObject([{ region: 'mock-1' }]);
  });

  it('does so with stored credentials, as long as the keys are the same', async () => {
    const credentials = { STAGELY_CREDENTIALS_FILE: join(folder, 'mock.enc') };
    const env = { ...credentials, STAGELY_ENCRYPTION_KEY: KEY };
    const { host, stdout, listed } = setUp({ env });
    expect(await runStagely(CREATE, host)).toBe(0);
    stdout.take();
    expect(await listed()).toMatchObject([{ region: 'mock-2' }]);
    expect(
      await listed({ ...credentials, STAGELY_ENCRYPTION_KEY: `${'22'.repeat(32)},${KEY}` }),
    ).toEqual([]);
    expect(await listed({})).toEqual([]);
  });

  it('shares nothing with another host', async () => {
    expect(await runStagely(CREATE, setUp().host)).toBe(0);
    expect(await setUp().listed()).toEqual([]);
  });

  it('gives providers their settings', async () => {
    const { host, stdout } = setUp({ providers: { mock: { regions: ['here'] } } });
    expect(await runStagely([...CREATE, '--json'], host)).toBe(0);
    expect(JSON.parse(stdout.take())).toMatchObject({ region: 'here' });
  });
});
