import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runStagely } from './run-stagely.js';
import { mockCommandLine } from './testing/mock-command-line.js';

const COMMANDS = [
  ['providers'],
  ['validate'],
  ['create'],
  ['status'],
  ['list'],
  ['terminate'],
  ['reap'],
  ['key', 'generate'],
  ['credentials', 'encrypt'],
  ['credentials', 'rotate'],
];

const CREATE = ['create', '-s', 'small', '-a', 'amd64'];

describe('the command line', () => {
  it.each(COMMANDS)('has help with examples for %s %s', async (...command) => {
    const words = command.filter((word) => word !== undefined);
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely(...words, '--help');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain(`Usage: stagely ${words.join(' ')}`);
    expect(stdout).toMatch(/Examples:\n {2}\$ .*stagely /);
    expect(stdout).toContain('--json');
  });

  it.each([['--help'], ['help']])(
    'lists its commands, variables and exit codes with %s',
    async (word) => {
      const { exitCode, stdout } = await mockCommandLine().stagely(word);
      expect(exitCode).toBe(0);
      for (const [command] of COMMANDS) expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
      expect(stdout).toContain('STAGELY_ENCRYPTION_KEY');
      expect(stdout).toContain('Exit codes:');
    },
  );

  it('has the version of the package', async () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect(await mockCommandLine().stagely('--version')).toEqual({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('shows its help on stderr when there is no command', async () => {
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely();
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: stagely');
  });

  it.each([
    [['creat'], "unknown command 'creat'", 'hint: Did you mean create?'],
    [['wholly-else'], "unknown command 'wholly-else'", 'hint: "stagely --help"'],
    [[...CREATE, '--regoin', 'x'], "unknown option '--regoin'", 'Did you mean --region?'],
    [['create', '--regoin', 'x'], "unknown option '--regoin'", '"stagely create --help"'],
    [['list', '-x'], "unknown option '-x'", '"stagely list --help"'],
    [['key', 'genrate'], "unknown command 'genrate'", 'Did you mean generate?'],
    [['list', '--region'], "option '--region <region>' argument missing", 'stagely list --help'],
  ])('refuses %j', async (argv, message, hint) => {
    const { exitCode, stdout, stderr } = await mockCommandLine().stagely(...argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it.each([
    [['validate', '--api-token', 'hunter2'], '--api-token'],
    [['validate', '--api-token=hunter2'], '--api-token'],
    [['create', '--secret-access-key=hunter2'], '--secret-access-key'],
    [['credentials', 'encrypt', '--encryption-key', 'hunter2'], '--encryption-key'],
    [['list', '--password=a=hunter2'], '--password'],
  ])('refuses %j as a secret, without repeating it', async (argv, option) => {
    const { exitCode, stderr } = await mockCommandLine().stagely(...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`There is no option ${option}: secrets are never given as arguments`);
    expect(stderr).not.toContain('hunter2');
  });

  it.each([
    [['list', '-xhunter2']],
    [['list', '--tokn=hunter2']],
    [['credentials', 'encrypt', '{"api_token": "hunter2"}']],
  ])('repeats nothing of %j that may be secret', async (argv) => {
    const { exitCode, stderr } = await mockCommandLine().stagely(...argv);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: /);
    expect(stderr).not.toContain('hunter2');
  });

  it.each([[['--json', 'list', '--x']], [['list', '--x', '--json']]])(
    'tells programs of wrong usage in JSON: %j',
    async (argv) => {
      const { exitCode, stdout, stderr } = await mockCommandLine().stagely(...argv);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(JSON.parse(stderr)).toEqual({
        error: {
          name: 'UsageError',
          code: 'usage',
          message: "stagely list: unknown option '--x'",
          hint: expect.stringContaining('stagely list --help'),
        },
      });
    },
  );
});

describe('colours', () => {
  const CASES = [
    { isTTY: true, env: {}, argv: [], colored: true },
    { isTTY: false, env: {}, argv: [], colored: false },
    { isTTY: true, env: { NO_COLOR: '1' }, argv: [], colored: false },
    { isTTY: true, env: { TERM: 'dumb' }, argv: [], colored: false },
    { isTTY: true, env: {}, argv: ['--no-color'], colored: false },
  ];

  it.each(CASES)('are as the terminal and the person want: %j', async (options) => {
    const { isTTY, env, argv, colored } = options;
    // CI keeps rows from moving, which takes escape sequences of its own.
    const { stagely } = mockCommandLine({
      isTTY,
      env: { STAGELY_PROVIDER: 'mock', CI: '1', ...env },
    });
    await stagely(...CREATE);
    const list = await stagely('list', ...argv);
    const failure = await stagely('status', 'mock-000009', ...argv);
    expect(list.stdout.includes('\u001b[')).toBe(colored);
    expect(failure.stderr.includes('\u001b[')).toBe(colored);
  });

  it('are never in JSON', async () => {
    const { stagely } = mockCommandLine({
      isTTY: true,
      env: { STAGELY_PROVIDER: 'mock', CI: '1' },
    });
    const list = await stagely('list', '--json');
    const failure = await stagely('status', 'mock-000009', '--json');
    expect(list.stdout + failure.stdout + failure.stderr).not.toContain('\u001b');
  });
});

describe('a host', () => {
  it('keeps the machines of the mock from one command to the next', async () => {
    const { host, stdout } = mockCommandLine({ env: {}, settings: {} });
    await runStagely([...CREATE, '-p', 'mock', '--json'], host);
    stdout.take();
    await runStagely(['list', '-p', 'mock', '--json'], host);
    expect(JSON.parse(stdout.take())).toHaveLength(1);
  });

  it('leads what a provider logs to the command that called it', async () => {
    const { stagely, host, mock } = mockCommandLine();
    const { logger } = host.registries.logs;
    Object.assign(mock, {
      validateCredentials: async () => {
        logger.debug({ step: 1 }, 'asking');
        logger.info({ step: 2 }, 'answered');
        logger.warn({ step: 3 }, 'the account is nearly full');
        logger.error({ step: 4 }, 'a page was lost');
      },
    });
    logger.warn({}, 'nobody listens');
    expect((await stagely('validate')).stderr).toBe(
      'warning: the account is nearly full\nwarning: a page was lost\n',
    );
    expect((await stagely('validate', '--debug')).stderr).toBe(
      [
        'debug: asking { step: 1 }',
        'info: answered { step: 2 }',
        'warn: the account is nearly full { step: 3 }',
        'error: a page was lost { step: 4 }\n',
      ].join('\n'),
    );
  });

  it('gives nothing away of what was logged for another command', async () => {
    const { stagely } = mockCommandLine();
    await stagely(...CREATE, '--spot');
    expect((await stagely('list')).stderr).toBe('');
  });
});

describe('an output that cannot be written to', () => {
  function failing(code: string) {
    return new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no more'), { code })),
    });
  }

  it('ends a command quietly when the reader has gone', async () => {
    const { host, stderr } = mockCommandLine();
    const stdout = failing('EPIPE');
    expect(await runStagely(['providers'], { ...host, stdout })).toBe(0);
    expect(stderr.take()).toBe('');
    expect(stdout.listenerCount('error')).toBe(0);
  });

  it('fails a command when the result got lost', async () => {
    const { host, stderr } = mockCommandLine();
    expect(await runStagely(['providers'], { ...host, stdout: failing('ENOSPC') })).toBe(1);
    const told = stderr.take();
    expect(told).toContain(
      'error: The result could not be written to standard output: there is no space left.',
    );
    expect(told).toContain('hint: What the command did stays done');
    expect(told).not.toContain('defect');
  });

  it('does not keep a command from its work', async () => {
    const { host, mock } = mockCommandLine();
    const output = failing('EPIPE');
    expect(await runStagely(CREATE, { ...host, stdout: output, stderr: output })).toBe(0);
    expect(mock.instances).toMatchObject([{ state: 'running' }]);
  });
});
