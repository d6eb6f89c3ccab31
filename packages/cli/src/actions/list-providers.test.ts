import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mockCommandLine } from '../testing/mock-command-line.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagely-providers-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function application(name: string, dependencies: Record<string, string>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'package.json'), JSON.stringify({ name, dependencies }));
  return path;
}

describe('stagely providers', () => {
  it('lists what the application in the working directory has installed', async () => {
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely('providers');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^PROVIDER +PACKAGE +VERSION +STATE$/m);
    expect(stdout).toMatch(/^mock +@stagely\/provider-mock +\d+\.\d+\.\d+ +usable$/m);
    expect(stderr).toBe('');
  });

  it('prints an array for programs', async () => {
    const { stdout } = await mockCommandLine().stagely('providers', '--json');
    expect(JSON.parse(stdout)).toEqual([
      {
        type: 'mock',
        provider: 'mock',
        packageName: '@stagely/provider-mock',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        usable: true,
      },
    ]);
  });

  it('warns of a package that is declared and not installed', async () => {
    const cwd = await application('declared', { 'stagely-provider-acme': '^1.0.0' });
    const { stagely } = mockCommandLine({ cwd });
    const { exitCode, stdout, stderr } = await stagely('providers');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^acme +stagely-provider-acme +not installed$/m);
    expect(stderr).toMatch(/^warning: .*npm install/m);
    expect(JSON.parse((await stagely('providers', '--json')).stdout)).toMatchObject([
      { type: 'acme', usable: false, problem: { code: 'provider_not_installed' } },
    ]);
  });

  it('tells apart a package that is installed and no provider', async () => {
    const cwd = await application('unusable', { 'stagely-provider-acme': '^1.0.0' });
    const installed = join(cwd, 'node_modules/stagely-provider-acme');
    await mkdir(installed, { recursive: true });
    await writeFile(
      join(installed, 'package.json'),
      '{"name": "stagely-provider-acme", "version": "1.0.0"}',
    );
    const { stdout } = await mockCommandLine({ cwd }).stagely('providers');
    expect(stdout).toMatch(/^acme +stagely-provider-acme .*not usable$/m);
  });

  it('says how to install one when there is none', async () => {
    const { stagely } = mockCommandLine({ cwd: await application('empty', {}) });
    const { exitCode, stdout, stderr } = await stagely('providers');
    expect(exitCode).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm install @stagely/provider-aws');
    expect((await stagely('providers', '--json')).stdout).toBe('[]\n');
  });
});
