import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const CREATE = ['create', '-s', 'small', '-a', 'amd64'];

describe('stagely status', () => {
  it('shows several instances in the order asked for, each once', async () => {
    const { stagely, clock } = mockCommandLine();
    await stagely(...CREATE);
    await stagely(...CREATE, '--expires-in', '2h');
    await clock.advance(65_000);
    const { exitCode, stdout } = await stagely(
      'status',
      'mock-000002',
      'mock-000001',
      'mock-000002',
    );
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['ID', 'STATE', 'ADDRESS', 'READY', 'PRIVATE', 'AGE', 'EXPIRES'],
      ['mock-000002', 'running', '192.0.2.2', 'yes', '10.0.0.2', '1m 5s', 'in 1h 58m'],
      ['mock-000001', 'running', '192.0.2.1', 'yes', '10.0.0.1', '1m 5s', '-'],
      [''],
    ]);
  });

  it('prints an array for programs, whether of one or of several', async () => {
    const { stagely } = mockCommandLine();
    await stagely(...CREATE);
    const { stdout } = await stagely('status', 'mock-000001', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ instanceId: 'mock-000001', ready: true }]);
  });

  it('shows why an instance has ended', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...CREATE);
    mock.endInstance('mock-000001', 'spot capacity reclaimed');
    const { stdout } = await stagely('status', 'mock-000001');
    expect(stdout).toMatch(/^mock-000001 .*terminated .*spot capacity reclaimed$/m);
  });

  it('shows the others when one is unknown, and exits with its code', async () => {
    const { stagely } = mockCommandLine();
    await stagely(...CREATE);
    const { exitCode, stdout, stderr } = await stagely('status', 'mock-000009', 'mock-000001');
    expect(exitCode).toBe(10);
    expect(stdout).toContain('mock-000001');
    expect(stderr).toMatch(/^error: .*mock-000009/m);
    expect(stderr).toContain('hint: "stagely list --provider mock --all" lists what there is.');
  });

  it('has an error in the place of an unknown instance for programs', async () => {
    const { stagely } = mockCommandLine();
    await stagely(...CREATE);
    const { exitCode, stdout, stderr } = await stagely(
      ...['status', 'mock-000001', 'mock-000009', '--json'],
    );
    expect(exitCode).toBe(10);
    expect(JSON.parse(stdout)).toMatchObject([
      { instanceId: 'mock-000001', state: 'running' },
      { instanceId: 'mock-000009', error: { code: 'instance_not_found' } },
    ]);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'instance_not_found' } });
  });

  it('reads many instances with one call where the provider can', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...CREATE);
    await stagely(...CREATE);
    const before = mock.calls.length;
    await stagely('status', 'mock-000001', 'mock-000002');
    expect(mock.calls.slice(before)).toMatchObject([{ operation: 'getInstanceStatuses' }]);
  });

  it('makes control characters visible that a cloud sends', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...CREATE);
    mock.endInstance('mock-000001', '\u001b]0;title\u0007');
    const { stdout } = await stagely('status', 'mock-000001');
    expect(stdout).toContain('\\x1b]0;title\\x07');
    expect(stdout).not.toContain('\u001b');
  });

  it('needs at least one id', async () => {
    const { exitCode, stderr } = await mockCommandLine().stagely('status');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("missing required argument 'id'");
  });

  it('stops when it is interrupted', async () => {
    const { stagely, mock, signals } = mockCommandLine();
    mock.failCall('getInstanceStatus', {
      delay: Number.POSITIVE_INFINITY,
      matching: () => {
        setImmediate(() => signals.emit('SIGINT'));
        return true;
      },
    });
    const { exitCode, stderr } = await stagely('status', 'mock-000001');
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted: stopping.');
  });
});
