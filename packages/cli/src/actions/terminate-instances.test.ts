import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const CREATE = ['create', '-s', 'small', '-a', 'amd64'];

describe('stagely terminate', () => {
  it('ends several instances', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...CREATE);
    await stagely(...CREATE);
    const { exitCode, stdout, stderr } = await stagely('terminate', 'mock-000001', 'mock-000002');
    expect(exitCode).toBe(0);
    expect(stdout).toBe('mock-000001 has ended.\nmock-000002 has ended.\n');
    expect(stderr).toBe('');
    expect(mock.instances.map(({ state }) => state)).toEqual(['terminated', 'terminated']);
  });

  it('succeeds for an instance that never was', async () => {
    const { exitCode, stdout } = await mockCommandLine().stagely(
      'terminate',
      'mock-000009',
      '--json',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ instanceId: 'mock-000009', terminated: true }]);
  });

  it('ends the others when one fails, and exits with the code of the failure', async () => {
    const { stagely, mock } = mockCommandLine();
    await stagely(...CREATE);
    mock.failCall('terminateInstance', { error: 'invalid_credentials' });
    const { exitCode, stdout, stderr } = await stagely(
      ...['terminate', 'mock-000009', 'mock-000001', '--json'],
    );
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        instanceId: 'mock-000009',
        terminated: false,
        error: { code: 'invalid_credentials', hint: expect.stringContaining('stagely validate') },
      },
      { instanceId: 'mock-000001', terminated: true },
    ]);
    expect(stderr).toContain('"code":"invalid_credentials"');
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('takes the exit code of the first of several failures', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('terminateInstance', { error: 'rate_limited' });
    const { exitCode, stderr } = await stagely('terminate', 'mock-000001', 'not an id');
    expect(exitCode).toBe(7);
    expect(stderr.match(/^error: /gm)).toHaveLength(2);
  });

  it('ends far more instances than it ends at the same time', async () => {
    const { stagely, mock } = mockCommandLine();
    const ids = Array.from({ length: 45 }, (_, index) => `mock-${String(index).padStart(6, '0')}`);
    const { exitCode, stdout } = await stagely('terminate', ...ids);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(45);
    expect(mock.calls).toHaveLength(45);
  });

  it('says when it is interrupted that instances may still run', async () => {
    const { stagely, mock, signals } = mockCommandLine();
    await stagely(...CREATE);
    mock.failCall('terminateInstance', {
      delay: Number.POSITIVE_INFINITY,
      matching: () => {
        setImmediate(() => {
          signals.emit('SIGINT');
          signals.emit('SIGINT');
        });
        return true;
      },
    });
    const { exitCode, stderr } = await stagely('terminate', 'mock-000001');
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Instances whose end was not confirmed may still run.');
    expect(stderr).toContain('If it is killed, run: stagely terminate --provider mock mock-000001');
  });

  it('needs at least one id', async () => {
    const { exitCode, stderr } = await mockCommandLine().stagely('terminate');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("missing required argument 'id'");
  });
});
