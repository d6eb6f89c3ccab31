import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

const CREATE = ['create', '--size', 'small', '--architecture', 'amd64'];
const NEVER_READY = { settings: { bootDelay: Number.POSITIVE_INFINITY } };

/** Interrupts a second after the request for the instance has begun. */
function interruptRequest({ mock, clock, signals }: ReturnType<typeof mockCommandLine>, times = 1) {
  mock.failCall('createInstance', {
    matching: () => {
      clock.sleep(1_000).then(() => {
        for (let count = 0; count < times; count++) signals.emit('SIGINT');
      });
      return false;
    },
  });
}

describe('an interrupted stagely create', () => {
  it('leaves nothing behind when the request is under way, and says so', async () => {
    const commandLine = mockCommandLine({ settings: { delay: 5_000 } });
    const { stagely, mock } = commandLine;
    interruptRequest(commandLine);
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('Interrupted: ending what was being created.');
    expect(result.stderr).toMatch(/^error: .* was aborted .*no machine is left behind/m);
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('makes no request when it comes before', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine();
    stderr.when(/Creating small/, () => signals.emit('SIGINT'));
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toMatch(/^error: .* was aborted .*no machine is left behind/m);
    expect(mock.calls).toEqual([]);
  });

  it('ends the instance that it waits for, and says so', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine(NEVER_READY);
    stderr.when(/waiting until it is ready/, () => signals.emit('SIGINT'));
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('hint: The instance mock-000001 was ended.');
    expect(mock.instances).toMatchObject([{ instanceId: 'mock-000001', state: 'terminated' }]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])('ends the instance after %s and exits with %i', async (signal, code) => {
    const { stagely, mock, signals, stderr } = mockCommandLine(NEVER_READY);
    stderr.when(/waiting until it is ready/, () => signals.emit(signal));
    expect((await stagely(...CREATE)).exitCode).toBe(code);
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('answers a second Ctrl-C with what to run if the clean-up is killed, and goes on cleaning up', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine(NEVER_READY);
    mock.failCall('terminateInstance', { delay: 3_000 });
    stderr.when(/waiting until it is ready/, () => signals.emit('SIGINT'));
    stderr.when(/ending mock-000001/, () => signals.emit('SIGINT'));
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain(
      'Should it be killed before its end, run: stagely terminate --provider mock mock-000001',
    );
    expect(mock.instances).toMatchObject([{ state: 'terminated' }]);
  });

  it('names the key in that answer as long as the id is not known', async () => {
    const commandLine = mockCommandLine({ settings: { delay: 5_000 } });
    interruptRequest(commandLine, 2);
    const result = await commandLine.stagely(...CREATE, '--idempotency-key', 'build-17');
    expect(result.stderr).toContain('run: stagely list --provider mock --key build-17');
  });

  it('says what to run when the instance cannot be ended', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine(NEVER_READY);
    mock.failCall('terminateInstance', {
      times: Number.POSITIVE_INFINITY,
      error: 'invalid_credentials',
    });
    stderr.when(/waiting until it is ready/, () => signals.emit('SIGINT'));
    const result = await stagely(...CREATE, '--json');
    expect(result.exitCode).toBe(130);
    expect(JSON.parse(result.stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      error: {
        name: 'AbortError',
        code: 'aborted',
        instanceId: 'mock-000001',
        outcome: 'instance-exists',
        hint: expect.stringContaining('stagely terminate --provider mock mock-000001'),
      },
    });
  });

  it('gives up a clean-up that never answers after a minute', async () => {
    const { stagely, mock, clock, signals, stderr } = mockCommandLine(NEVER_READY);
    mock.failCall('terminateInstance', { delay: Number.POSITIVE_INFINITY });
    let interruptedAt = 0;
    stderr.when(/waiting until it is ready/, () => {
      interruptedAt = clock.now();
      signals.emit('SIGINT');
    });
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain('could not be ended');
    expect(clock.now() - interruptedAt).toBe(60_000);
  });

  it('leaves an instance alone that was there before', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine(NEVER_READY);
    const keyed = [...CREATE, '--idempotency-key', 'build-17'];
    await stagely(...keyed, '--no-wait');
    stderr.when(/waiting until it is ready/, () => signals.emit('SIGINT'));
    const result = await stagely(...keyed);
    expect(result.exitCode).toBe(130);
    expect(result.stderr).toContain(
      'The instance mock-000001 was there before and was left alone.',
    );
    expect(mock.instances).toMatchObject([{ state: 'pending' }]);
  });

  it('starts no further attempt', async () => {
    const { stagely, mock, signals, stderr } = mockCommandLine();
    mock.failCall('createInstance', { times: Number.POSITIVE_INFINITY });
    stderr.when(/Trying again/, () => signals.emit('SIGINT'));
    const result = await stagely(...CREATE);
    expect(result.exitCode).toBe(130);
    expect(mock.calls).toHaveLength(1);
  });

  it('leaves the signals to others once it is over', async () => {
    const { stagely, signals } = mockCommandLine();
    await stagely(...CREATE);
    expect(signals.listenerCount('SIGINT')).toBe(0);
    expect(signals.listenerCount('SIGTERM')).toBe(0);
    expect(signals.listenerCount('SIGHUP')).toBe(0);
  });
});
