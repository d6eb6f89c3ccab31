import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const SMALL = ['create', '--size', 'small', '--architecture', 'amd64'];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-create-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('stagely create', () => {
  it('creates an instance, waits until it is ready and shows it', async () => {
    const { stagely, mock } = mockCommandLine({ settings: { delay: 1_500, bootDelay: 5_000 } });
    const { exitCode, stdout, stderr } = await stagely(...SMALL);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Instance +mock-000001$/m);
    expect(stdout).toMatch(/^Address +192\.0\.2\.1$/m);
    expect(stdout).toMatch(/^State +running$/m);
    expect(stderr).toMatch(/^Creating small amd64 on mock \.\.\.$/m);
    expect(stderr).toMatch(/: mock-000001 has the address 192\.0\.2\.1, .* \(1\.5s\)$/m);
    expect(stderr).toMatch(/: mock-000001 is ready \(\d+\.\ds\)$/m);
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
  });

  it('hands every option to the provider', async () => {
    const { stagely, mock, clock } = mockCommandLine({
      settings: { spot: true },
      stdin: '#cloud-config\n',
    });
    const options = await file('options.json', '{"mock": {"instanceType": "mock.medium.arm64"}}');
    const start = clock.now();
    const { exitCode, stdout } = await stagely(
      ...['create', '-s', 'large', '-a', 'arm64', '--region', 'mock-2', '--spot'],
      ...['--tag', 'team=build', '--tag', 'note=a=b', '--tag', '__proto__='],
      ...['--idempotency-key', 'build-17', '--expires-in', '1h30m'],
      ...['--user-data-file', '-', '--provider-options', options, '--json'],
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      instanceType: 'mock.medium.arm64',
      region: 'mock-2',
      spotInstance: true,
      idempotencyKey: 'build-17',
      expiresAt: new Date(start + 5_400_000).toISOString(),
      reused: false,
      warnings: [],
      ready: true,
    });
    expect(Object.entries(mock.instances[0]?.tags ?? {})).toEqual([
      ['team', 'build'],
      ['note', 'a=b'],
      ['__proto__', ''],
    ]);
    expect(mock.userDataOf('mock-000001')).toBe('#cloud-config\n');
  });

  it('returns at the address with --no-wait', async () => {
    const { stagely } = mockCommandLine({ settings: { bootDelay: 60_000 } });
    const { exitCode, stdout, stderr } = await stagely(...SMALL, '--no-wait', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ instanceId: 'mock-000001', publicIp: '192.0.2.1' });
    expect(JSON.parse(stdout)).not.toHaveProperty('ready');
    expect(stderr).toContain('mock-000001 is created');
  });

  it('finds the instance of an earlier command by its key, and says so', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...SMALL, '--idempotency-key', 'build-17');
    const { stdout } = await stagely(...SMALL, '--idempotency-key', 'build-17');
    expect(stdout).toContain('mock-000001 (there before, with the same key)');
    expect(mock.instances).toHaveLength(1);
  });

  it('tries again after a failure that may pass, with the same key', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.loseAnswer();
    const { exitCode, stderr } = await stagely(...SMALL);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: .* Trying again in \d+s \(attempt 2 of 3\)\./);
    expect(mock.instances).toHaveLength(1);
  });

  it('gives up after as many attempts as it may make', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('createInstance', { times: Number.POSITIVE_INFINITY });
    const { exitCode, stderr } = await stagely(...SMALL, '--retry', '2');
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/^hint: No instance is left behind\. Check the network/m);
    expect(mock.calls).toHaveLength(2);
  });

  it('starts no attempt after the timeout', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('createInstance', { times: Number.POSITIVE_INFINITY, delay: 10_000 });
    const { exitCode } = await stagely(...SMALL, '--retry', '100', '--timeout', '5s');
    expect(exitCode).toBe(6);
    expect(mock.calls).toHaveLength(1);
  });

  it('says how to find an instance of which nothing is known', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.loseAnswer();
    const { exitCode, stderr } = await stagely(
      ...[...SMALL, '--retry', '1', '--idempotency-key', "it's 17"],
    );
    expect(exitCode).toBe(6);
    expect(stderr).toContain(
      `hint: Whether an instance exists is not known. See: stagely list --provider mock --key 'it'\\''s 17'`,
    );
  });

  it('says how to end an instance that a failed creation has left', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('createInstance', { moment: 'after', outcome: 'instance-exists' });
    const { stderr } = await stagely(...SMALL, '--retry', '1');
    expect(stderr).toContain(
      'hint: The instance mock-000001 exists. End it: stagely terminate --provider mock mock-000001',
    );
  });

  it('says that the instance lives and how to end it when it is not ready in time', async () => {
    const { stagely, mock } = mockCommandLine({
      settings: { bootDelay: Number.POSITIVE_INFINITY },
    });
    const { exitCode, stderr, stdout } = await stagely(...SMALL, '--timeout', '30s');
    expect(exitCode).toBe(8);
    expect(stdout).toBe('');
    expect(stderr).toContain('hint: The instance mock-000001 exists.');
    expect(stderr).toContain('end it: stagely terminate --provider mock mock-000001');
    expect(mock.instances).toMatchObject([{ state: 'pending' }]);
  });

  it('tells programs the id and the outcome when it is not ready in time', async () => {
    const { stagely } = mockCommandLine({ settings: { bootDelay: Number.POSITIVE_INFINITY } });
    const { stderr, stdout } = await stagely(
      ...[...SMALL, '--timeout', '30s', '--json', '--idempotency-key', 'build-17'],
    );
    expect(stdout).toBe('');
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      error: {
        code: 'readiness_timeout',
        instanceId: 'mock-000001',
        outcome: 'instance-exists',
        idempotencyKey: 'build-17',
      },
    });
  });

  it('says that nothing is left when the instance ends before it is ready', async () => {
    const { stagely, mock, stderr } = mockCommandLine({ settings: { bootDelay: 60_000 } });
    stderr.when(/waiting until it is ready/, () => mock.endInstance('mock-000001', 'host failure'));
    const result = await stagely(...SMALL);
    expect(result.exitCode).toBe(10);
    expect(result.stderr).toContain('host failure');
    expect(result.stderr).toContain('hint: Nothing is left to be ended; create another one.');
  });

  it('shows each warning of the provider once', async () => {
    const { stagely } = mockCommandLine();
    const { exitCode, stderr } = await stagely(...SMALL, '--spot');
    expect(exitCode).toBe(0);
    expect(stderr.match(/warning: The mock has no spot instances/g)).toHaveLength(1);
  });

  it('warns when the file of provider options has none for this provider', async () => {
    const { stagely } = mockCommandLine();
    const options = await file('others.json', '{"hetzner": {"image": "debian-12"}}');
    const { exitCode, stderr } = await stagely(...SMALL, '--provider-options', options);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('others.json has no options for mock.');
  });

  it('never shows user data, whatever goes wrong', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('createInstance');
    const userData = await file('user-data.yaml', 'password: hunter2');
    const { stdout, stderr } = await stagely(
      ...[...SMALL, '--user-data-file', userData, '--retry', '1', '--debug'],
    );
    expect(stderr).toContain('NetworkFailureError');
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('wrong input to stagely create', () => {
  it.each([
    [['create'], 'add --size <small|medium|large> and --architecture <amd64|arm64>'],
    [['create', '-s', 'small'], 'add --architecture <amd64|arm64>'],
    [[...SMALL, '--size', 'huge'], 'Allowed choices are small, medium, large.'],
    [[...SMALL, '--architecture', 'mips'], 'Allowed choices are amd64, arm64.'],
    [[...SMALL, '--region', 'no such region'], 'hint: Check --region.'],
    [[...SMALL, '--region', 'mock-99'], 'hint: Check --region.'],
    [[...SMALL, '--tag', 'team'], 'It must be key=value'],
    [[...SMALL, '--tag', '=build'], 'It must be key=value'],
    [[...SMALL, '--tag', 'a=1', '--tag', 'a=2'], 'The tag "a" is given twice.'],
    [[...SMALL, '--tag', 'stagely-x=1', '--region', '-'], 'hint: Check --region and --tag.'],
    [[...SMALL, '--idempotency-key', ''], 'hint: Check --idempotency-key.'],
    [[...SMALL, '--idempotency-key', 'k'.repeat(256)], 'hint: Check --idempotency-key.'],
    [[...SMALL, '--expires-in', 'tomorrow'], 'It must be a duration such as'],
    [[...SMALL, '--expires-in', '0s'], 'It must be from 1s to 3650d.'],
    [[...SMALL, '--expires-in', '-5m'], 'It must be a duration such as'],
    [[...SMALL, '--timeout', '2d'], 'It must be from 1s to 1d.'],
    [[...SMALL, '--retry', '0'], 'It must be a whole number from 1 to 100.'],
    [[...SMALL, '--retry', '1.5'], 'It must be a whole number from 1 to 100.'],
    [[...SMALL, '--user-data-file', 'missing.yaml'], 'there is no such file or folder'],
    [[...SMALL, '--user-data-file', '.'], 'it is a folder'],
    [[...SMALL, '--provider-options', 'missing.json'], 'there is no such file or folder'],
    [[...SMALL, '--provider-options', 'package.json'], 'has no object for "name"'],
    [[...SMALL, '--provider-options', 'tsconfig.build.json/x'], 'there is no such folder'],
    [[...SMALL, '--provider', '../evil'], 'hint: Check --provider.'],
    [[...SMALL, 'extra'], 'too many arguments'],
  ])('%j', async (argv, message) => {
    const { stagely, mock } = mockCommandLine();
    const { exitCode, stdout, stderr } = await stagely(...argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(mock.instances).toEqual([]);
  });

  it('refuses a file of provider options that is not JSON, without quoting it', async () => {
    const { stagely } = mockCommandLine();
    const options = await file('broken.json', '{"mock": hunter2');
    const { exitCode, stderr } = await stagely(...SMALL, '--provider-options', options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('broken.json is not JSON.');
    expect(stderr).not.toContain('hunter2');
  });

  it('refuses a file of provider options that holds no object', async () => {
    const { stagely } = mockCommandLine();
    const options = await file('list.json', '[]');
    const { exitCode, stderr } = await stagely(...SMALL, '--provider-options', options);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('list.json is not a JSON object.');
  });
});
