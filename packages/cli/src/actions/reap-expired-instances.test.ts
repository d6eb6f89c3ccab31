import { NetworkFailureError } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const CREATE = ['create', '-s', 'small', '-a', 'amd64'];
const HOUR = 3_600_000;

async function withThreeInstances() {
  const commandLine = mockCommandLine();
  const { stagely, clock } = commandLine;
  await stagely(...CREATE, '--expires-in', '30m');
  await stagely(...CREATE, '--tag', 'team=build');
  await clock.advance(HOUR);
  await stagely(...CREATE, '--tag', 'team=build', '--expires-in', '1s');
  await clock.advance(1_000);
  return commandLine;
}

const reapedIn = (json: string) =>
  JSON.parse(json).reaped.map(({ instanceId }: { instanceId: string }) => instanceId);

describe('stagely reap', () => {
  it('ends what has expired and prints it', async () => {
    const { stagely, mock } = await withThreeInstances();
    const { exitCode, stdout } = await stagely('reap');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^mock-000001 +terminated .* 1h$/m);
    expect(stdout).toMatch(/^1 instance ended\.$/m);
    expect(mock.instances.map(({ state }) => state)).toEqual(['terminated', 'running', 'running']);
  });

  it.each([
    [[], ['mock-000001']],
    [
      ['--minimum-age', '0s'],
      ['mock-000001', 'mock-000003'],
    ],
    [
      ['--older-than', '30m'],
      ['mock-000001', 'mock-000002'],
    ],
    [['--tag', 'team=build'], ['mock-000002']],
    [
      ['--tag', 'team=build', '--minimum-age', '0s'],
      ['mock-000002', 'mock-000003'],
    ],
    [['--tag', 'team=build', '--older-than', '1d'], []],
  ])('chooses by %j', async (criteria, ids) => {
    const { stagely } = await withThreeInstances();
    const { exitCode, stdout } = await stagely('reap', ...criteria, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: false, failed: [] });
    expect(reapedIn(stdout)).toEqual(ids);
  });

  it('only tells what it would do in a dry run', async () => {
    const { stagely, mock } = await withThreeInstances();
    const { stdout } = await stagely(
      'reap',
      '--older-than',
      '0s',
      '--minimum-age',
      '0s',
      '--dry-run',
    );
    expect(stdout).toMatch(/^mock-000001 +running .* 30m 1s ago/m);
    expect(stdout).toMatch(/^3 instances would be ended\.$/m);
    expect(mock.instances.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  it('goes on when one instance cannot be ended, and exits with the code of the failure', async () => {
    const { stagely, mock } = await withThreeInstances();
    mock.failCall('terminateInstance', { error: 'rate_limited' });
    const { exitCode, stdout, stderr } = await stagely('reap', '--older-than', '30m', '--json');
    expect(exitCode).toBe(7);
    expect(reapedIn(stdout)).toEqual(['mock-000002']);
    expect(JSON.parse(stdout)).toMatchObject({
      failed: [{ instance: { instanceId: 'mock-000001' }, error: { code: 'rate_limited' } }],
    });
    expect(stderr).toContain('"code":"rate_limited"');
  });

  it('tells what was removed beside instances, and what could not be', async () => {
    const { stagely, mock } = mockCommandLine();
    const error = new NetworkFailureError('The template could not be deleted.', {
      operation: 'sweep',
    });
    Object.assign(mock, {
      sweep: async () => ({
        removed: [{ kind: 'launch template', id: 'lt-1' }],
        failed: [{ kind: 'launch template', id: 'lt-2', error }],
      }),
    });
    const text = await stagely('reap');
    expect(text.exitCode).toBe(6);
    expect(text.stdout).toBe('0 instances ended.\nRemoved launch template lt-1.\n');
    expect(text.stderr).toContain('The template could not be deleted.');
    const { stdout } = await stagely('reap', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      swept: { removed: [{ id: 'lt-1' }], failed: [{ id: 'lt-2', error: { operation: 'sweep' } }] },
    });
  });

  it('tells when nothing could be removed beside instances', async () => {
    const { stagely, mock } = await withThreeInstances();
    const error = new NetworkFailureError('The templates could not be listed.', {
      operation: 'sweep',
    });
    Object.assign(mock, { sweep: () => Promise.reject(error) });
    const { exitCode, stdout, stderr } = await stagely('reap', '--json');
    expect(exitCode).toBe(6);
    expect(reapedIn(stdout)).toEqual(['mock-000001']);
    expect(JSON.parse(stdout)).toMatchObject({ sweepError: { operation: 'sweep' } });
    expect(stderr).toContain('The templates could not be listed.');
  });

  it.each([
    [['--older-than', '5'], 'It must be a duration such as'],
    [['--minimum-age', 'long'], 'It must be a duration such as'],
    [['--tag', 'x'], 'It must be key=value'],
    [['mock-000001'], 'too many arguments'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stderr } = await mockCommandLine().stagely('reap', ...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
