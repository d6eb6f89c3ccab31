import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const CREATE = ['create', '-p', 'slow', '-s', 'small', '-a', 'amd64'];

/** A provider of somebody else's: the mock, whose instances never become ready and take a moment to end. */
const SLOW_PROVIDER = `
import { definePlugin } from ${JSON.stringify(import.meta.resolve('@stagely/core/plugin'))};
import { MockProvider } from ${JSON.stringify(import.meta.resolve('@stagely/provider-mock'))};

export default definePlugin({
  name: 'slow',
  contract: 1,
  credentials: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
  secretFields: [],
  createProvider: (credentials, { clock, logger }) => {
    const mock = new MockProvider(credentials, { clock, logger, settings: { bootDelay: Infinity } });
    mock.failCall('terminateInstance');
    return mock;
  },
  credentialsFromEnvironment: () => ({}),
});
`;

let application: string;

beforeAll(async () => {
  application = await mkdtemp(join(tmpdir(), 'stagely-bin-'));
  const provider = join(application, 'node_modules/stagely-provider-slow');
  await mkdir(provider, { recursive: true });
  const manifest = { name: 'application', dependencies: { 'stagely-provider-slow': '1.0.0' } };
  await writeFile(join(application, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(provider, 'package.json'),
    JSON.stringify({
      name: 'stagely-provider-slow',
      version: '1.0.0',
      type: 'module',
      exports: './index.js',
      stagely: { provider: 'slow', contract: 1 },
    }),
  );
  await writeFile(join(provider, 'index.js'), SLOW_PROVIDER);
});

afterAll(() => rm(application, { recursive: true }));

interface Run {
  readonly child: ChildProcess;
  readonly written: () => string;
  /** Resolves as soon as something has been written to standard error. */
  readonly untilWritten: (pattern: RegExp) => Promise<void>;
  readonly end: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}

function run(
  argv: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Run {
  const { cwd = PACKAGE, env = {} } = options;
  const child = spawn(process.execPath, [BIN, ...argv], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const end = once(child, 'close').then(([exitCode]: (number | null)[]) => ({
    exitCode: exitCode ?? null,
    stdout,
    stderr,
  }));
  const untilWritten = async (pattern: RegExp) => {
    while (!pattern.test(stderr)) {
      await Promise.race([
        once(child.stderr, 'data'),
        end.then(() => Promise.reject(new Error(`It ended before ${pattern}: ${stderr}`))),
      ]);
    }
  };
  return { child, written: () => stderr, untilWritten, end };
}

describe('the stagely program', () => {
  it('prints its result on stdout, and its progress on stderr', async () => {
    const { end } = run(['create', '-p', 'mock', '-s', 'small', '-a', 'amd64', '--json']);
    const { exitCode, stdout, stderr } = await end;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ready: true });
    expect(stderr).toContain('Creating small amd64 on mock');
  });

  it('exits with the code of the failure', async () => {
    const { exitCode, stdout, stderr } = await run(['validate', '-p', 'nowhere']).end;
    expect(exitCode).toBe(11);
    expect(stdout).toBe('');
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'ends what it was creating at %s, says so and exits with %i',
    async (signal, code) => {
      const { child, untilWritten, end } = run(CREATE, { cwd: application });
      await untilWritten(/waiting until it is ready/);
      child.kill(signal);
      const { exitCode, stdout, stderr } = await end;
      expect(exitCode).toBe(code);
      expect(stdout).toBe('');
      expect(stderr).toContain('Interrupted: ending what was being created.');
      expect(stderr).toContain('hint: The instance mock-000001 was ended.');
    },
  );

  it('survives a second Ctrl-C until its clean-up is over', async () => {
    const { child, untilWritten, end } = run(CREATE, { cwd: application });
    await untilWritten(/waiting until it is ready/);
    child.kill('SIGINT');
    await untilWritten(/ending mock-000001/);
    child.kill('SIGINT');
    await untilWritten(/Should it be killed before its end, run: stagely terminate/);
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('hint: The instance mock-000001 was ended.');
  });

  it('ends quietly when the reader of its output has gone', async () => {
    const { child, end } = run(['--help']);
    child.stdout?.destroy();
    expect(await end).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('has no colours in a pipe, with and without NO_COLOR', async () => {
    for (const env of [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1', NO_COLOR: '1' }]) {
      const { exitCode, stdout, stderr } = await run(['providers'], { env }).end;
      expect(exitCode).toBe(0);
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  it('loads for its help nothing that only commands need', async () => {
    const coverage = join(application, 'coverage');
    const { stdout } = await run(['--help'], { env: { NODE_V8_COVERAGE: coverage } }).end;
    expect(stdout).toContain('Usage: stagely');
    const reports = await Promise.all(
      (await readdir(coverage)).map((file) => readFile(join(coverage, file), 'utf8')),
    );
    const loaded = reports.flatMap((report) =>
      JSON.parse(report).result.map(({ url }: { url: string }) => url),
    );
    expect(loaded).toContainEqual(expect.stringContaining('/run-stagely.js'));
    for (const heavy of ['/core/dist/', '/valibot/', '/log-update/', '/cli-table3/', '/actions/']) {
      expect(loaded).not.toContainEqual(expect.stringContaining(heavy));
    }
  });
});
