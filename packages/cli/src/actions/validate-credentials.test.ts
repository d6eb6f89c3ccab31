import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

describe('stagely validate', () => {
  it('says that the credentials work', async () => {
    const { stagely } = mockCommandLine();
    expect(await stagely('validate')).toEqual({
      exitCode: 0,
      stdout: 'mock: the credentials work.\n',
      stderr: '',
    });
    expect(JSON.parse((await stagely('validate', '--json')).stdout)).toEqual({
      provider: 'mock',
      valid: true,
    });
  });

  it('says what to check when they do not', async () => {
    const { stagely, mock } = mockCommandLine();
    mock.failCall('validateCredentials', { error: 'invalid_credentials' });
    const { exitCode, stdout, stderr } = await stagely('validate');
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain('hint: Check the variables or the credentials file');
  });
});
