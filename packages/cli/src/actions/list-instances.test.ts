import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const CREATE = ['create', '-s', 'small', '-a', 'amd64'];

async function withThreeInstances() {
  const commandLine = mockCommandLine();
  const { stagely } = commandLine;
  await stagely(...CREATE, '--tag', 'team=build', '--tag', 'branch=feature/x');
  await stagely(...CREATE, '--region', 'mock-2', '--tag', 'team=build');
  await stagely(...CREATE, '--idempotency-key', 'build-17');
  return commandLine;
}

const idsIn = (json: string) =>
  JSON.parse(json).map(({ instanceId }: { instanceId: string }) => instanceId);

describe('stagely list', () => {
  it('lists instances as a table', async () => {
    const { stagely } = await withThreeInstances();
    const { exitCode, stdout, stderr } = await stagely('list');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['ID', 'STATE', 'ADDRESS', 'TYPE', 'REGION', 'AGE', 'TAGS'],
      [
        ...['mock-000001', 'running', '192.0.2.1', 'mock.small', 'mock-1', '0s'],
        'team=build branch=feature/x',
      ],
      ['mock-000002', 'running', '192.0.2.2', 'mock.small', 'mock-2', '0s', 'team=build'],
      ['mock-000003', 'running', '192.0.2.3', 'mock.small', 'mock-1', '0s', '-'],
      [''],
    ]);
  });

  it.each([
    [
      ['--tag', 'team=build'],
      ['mock-000001', 'mock-000002'],
    ],
    [['--tag', 'team=build', '--tag', 'branch=feature/x'], ['mock-000001']],
    [['--region', 'mock-2'], ['mock-000002']],
    [['--key', 'build-17'], ['mock-000003']],
    [['--key', 'build-18'], []],
  ])('filters by %j', async (filter, ids) => {
    const { stagely } = await withThreeInstances();
    const { exitCode, stdout } = await stagely('list', ...filter, '--json');
    expect(exitCode).toBe(0);
    expect(idsIn(stdout)).toEqual(ids);
  });

  it('shows ended instances with --all only', async () => {
    const { stagely } = await withThreeInstances();
    await stagely('terminate', 'mock-000001', 'mock-000002');
    expect(idsIn((await stagely('list', '--json')).stdout)).toEqual(['mock-000003']);
    const { stdout } = await stagely('list', '--all');
    expect(stdout.match(/terminated/g)).toHaveLength(2);
  });

  it('prints an empty array for programs, and a line on stderr for people, when there is none', async () => {
    const { stagely } = mockCommandLine();
    expect(await stagely('list', '--json')).toEqual({
      exitCode: 0,
      stdout: '[]\n',
      stderr: '',
    });
    expect(await stagely('list')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'mock: no instances.\n',
    });
  });

  it('prints nothing when the list breaks off', async () => {
    const { stagely, mock } = await withThreeInstances();
    mock.failCall('listInstances', { moment: 'after', error: 'rate_limited' });
    const { exitCode, stdout, stderr } = await stagely('list', '--json');
    expect(exitCode).toBe(7);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'rate_limited' } });
  });

  it.each([
    [['--region', 'mock-99'], 'hint: Check --region.'],
    [['--tag', 'x'], 'It must be key=value'],
    [['--key', ''], 'hint: Check --key.'],
    [['mock-000001'], 'too many arguments'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stderr } = await mockCommandLine().stagely('list', ...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
