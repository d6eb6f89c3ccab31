import { parseEncryptionKey } from '@stagely/core';
import { describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

describe('stagely key generate', () => {
  it.each([
    [[], /^[A-Za-z0-9+/]{43}=\n$/],
    [['--hex'], /^[0-9a-f]{64}\n$/],
  ])('prints a key that can be used %j', async (options, form) => {
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely(
      'key',
      'generate',
      ...options,
    );
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(form);
    expect(parseEncryptionKey(stdout)).toHaveLength(32);
  });

  it('prints another key every time', async () => {
    const { stagely } = mockCommandLine();
    const { stdout } = await stagely('key', 'generate');
    expect((await stagely('key', 'generate')).stdout).not.toBe(stdout);
  });

  it('names the encoding for programs', async () => {
    const { stdout } = await mockCommandLine().stagely('key', 'generate', '--hex', '--json');
    expect(JSON.parse(stdout)).toEqual({ key: expect.any(String), encoding: 'hex' });
  });

  it('needs its second word', async () => {
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely('key');
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: stagely key');
  });
});
