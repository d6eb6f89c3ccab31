import { beforeAll, describe, expect, test } from 'vitest';
import { machineRequests } from '../machines.mjs';
import { type DemoResult, runDemo } from './demo-run.js';

const providers = ['aws', 'digitalocean', 'hetzner', 'mock'];

describe('the demo', () => {
  let result: DemoResult;

  beforeAll(async () => {
    result = await runDemo();
  });

  test('ends with exit code 0, having complained of nothing', () => {
    expect(result.stderr).toBe('');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/^All as expected, in \d+\.\d seconds\.$/m);
  });

  test.each(providers)(
    'has every machine on %s made, ready and ended, and none left',
    (provider) => {
      const asked = machineRequests.filter((request) => request.provider === provider).length;
      expect(asked).toBeGreaterThan(2);
      expect(result.stdout).toMatch(
        new RegExp(`^${provider} +${asked} +${asked} +${asked} +0 +\\d`, 'm'),
      );
      expect(result.stdout).toMatch(new RegExp(`^${provider} +${asked} made, 0 left`, 'm'));
      expect(result.stdout).toContain(`\n${provider}: no instances.\n`);
    },
  );

  test.each(machineRequests)('tells the life of $asked on $provider', (request) => {
    const { provider, asked, type } = request;
    const news = result.stdout
      .split('\n')
      .map((line) => /^ +\d+\.\d s {2}(.*)$/.exec(line)?.[1] ?? '')
      .filter((line) => line.startsWith(`${provider} ${asked}: `))
      .map((line) => line.slice(`${provider} ${asked}: `.length));
    expect(news.filter((text) => !text.startsWith('warning: '))).toEqual([
      expect.stringMatching(/^\S+ has the address \d+\.\d+\.\d+\.\d+$/),
      `is ready: ${type}`,
      'has ended',
    ]);
  });

  test.each([
    [
      'no spot capacity',
      /aws large amd64 spot: warning: There was no spot instance .* on-demand c5\.2xlarge/,
    ],
    [
      'a type that is sold out',
      /aws medium arm64: warning: The instance is a c7g\.xlarge.* c6g\.xlarge/,
    ],
    [
      'a type that is no longer sold, with the price',
      /hetzner small amd64: warning: cx23 .* cx21.* costs 0\.\d+ an hour/,
    ],
    ['an architecture that is emulated', /digitalocean medium arm64: warning: .* QEMU/],
    ['a type that a region does not sell', /digitalocean small amd64 nyc3: warning: .* nyc3/],
  ])('warns of %s', (_, warning) => {
    expect(result.stdout).toMatch(warning);
  });

  test('gets the same machine for the same key', () => {
    expect(result.stdout).toMatch(/^The same machine, \d+, with "reused": true; .* 3 machines\.$/m);
  });

  test('tells how to do the same with an account of each cloud', () => {
    for (const provider of ['aws', 'digitalocean', 'hetzner']) {
      expect(result.stdout).toContain(`npm install @stagely/cli @stagely/provider-${provider}\n`);
    }
  });

  test('is plain text in a pipe, and shows no secret', () => {
    expect(result.stdout).not.toMatch(/[^\P{Cc}\n]/u);
    expect(result.stdout).not.toMatch(
      /wJalrXUtnFEMI|dop_v1_emulated|hetzner-test-token|not-a-real/,
    );
  });
});

describe('an early end of the demo', () => {
  test.concurrent.each([
    ['a signal right at the beginning', /^Stagely/, 'SIGINT', 130],
    ['a reader that goes after three lines', /^---/, 'close stdout', 141],
  ] as const)('by %s is in good order', async (_, at, act, exitCode) => {
    const { stderr, ...result } = await runDemo({ at, act });
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).not.toContain('has the address');
    // Whether the clouds were asked at all is a matter of moments.
    expect(stderr).not.toMatch(/error|failed|ARE LEFT/i);
  });

  test.concurrent.each([
    ['Ctrl-C when the first machine has an address', /has the address/, 'SIGINT', 130],
    [
      'SIGTERM when a cloud has a machine ready',
      /^ .* (?:hetzner|aws) .* is ready/,
      'SIGTERM',
      143,
    ],
    ['a reader that goes while machines are made', /has the address/, 'close stdout', 141],
  ] as const)('by %s ends all machines', async (_, at, act, exitCode) => {
    const { stderr, ...result } = await runDemo({ at, act });
    expect(result.exitCode).toBe(exitCode);
    expect(stderr).toMatch(/^No machine is left\.$/m);
    expect(stderr.match(/^ {2}\w+ +\d+ made, 0 left/gm)).toHaveLength(providers.length);
    expect(stderr).toMatch(/ [1-9] made, 0 left/);
    expect(result.stdout).not.toContain('Summary');
  });
});
