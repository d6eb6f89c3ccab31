import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createHost } from '../host/create-host.js';
import { runStagely } from '../run-stagely.js';
import { CapturedOutput } from '../testing/captured-output.js';

/** Runs `stagely emulate` until it is interrupted. */
function emulate(...options: string[]) {
  const signals = new EventEmitter();
  const stdout = new CapturedOutput();
  const stderr = new CapturedOutput();
  const host = createHost({ env: {}, stdin: Readable.from([]), stdout, stderr, signals });
  const exitCode = runStagely(['emulate', ...options], host);
  return {
    stdout,
    stderr,
    exitCode,
    shown: (pattern: RegExp) => new Promise<void>((resolve) => stdout.when(pattern, resolve)),
    interrupt: async () => {
      signals.emit('SIGINT');
      return exitCode;
    },
  };
}

const environmentIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, k, v]) => [k, v]));

describe('stagely emulate', () => {
  it('serves every cloud and prints the variables that lead to it', async () => {
    const emulation = emulate();
    await emulation.shown(/Requests:\n$/);
    const env = environmentIn(emulation.stdout.take());
    const answered = emulation.shown(/hetzner GET \/v1\/servers 200/);
    const servers = await fetch(`${env['HCLOUD_ENDPOINT']}/servers`, {
      headers: { authorization: `Bearer ${env['HCLOUD_TOKEN']}` },
    });
    expect(servers.status).toBe(200);
    expect(await servers.json()).toMatchObject({ servers: [] });
    const droplets = await fetch(`${env['DIGITALOCEAN_API_URL']}/v2/droplets`, {
      headers: { authorization: `Bearer ${env['DO_API_TOKEN']}` },
    });
    expect(droplets.status).toBe(200);
    const unsigned = await fetch(`${env['AWS_ENDPOINT_URL_EC2']}/?Action=DescribeRegions`);
    expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    expect(env).toMatchObject({
      STAGELY_AWS_ENDPOINT: env['AWS_ENDPOINT_URL_EC2'],
      STAGELY_HETZNER_ENDPOINT: env['HCLOUD_ENDPOINT'],
    });
    await answered;

    expect(await emulation.interrupt()).toBe(0);
    await expect(fetch(`${env['HCLOUD_ENDPOINT']}/servers`)).rejects.toThrow();
    expect(emulation.stderr.text).toContain('Interrupted: closing the emulated clouds.');
  });

  it('serves only what it is asked for, and shows how requests fail', async () => {
    const emulation = emulate('--only', 'hetzner', '--json');
    await emulation.shown(/\n$/);
    const { clouds } = JSON.parse(emulation.stdout.take());
    expect(clouds).toMatchObject([{ name: 'hetzner', url: expect.stringContaining('127.0.0.1') }]);
    const answered = emulation.shown(/\n$/);
    await fetch(`${clouds[0].url}/v1/servers`);
    await answered;
    expect(JSON.parse(emulation.stdout.take())).toMatchObject({
      cloud: 'hetzner',
      operation: 'GET /v1/servers',
      status: 401,
      errorCode: 'unauthorized',
    });
    expect(await emulation.interrupt()).toBe(0);
  });

  it('says which port is taken', async () => {
    const first = emulate('--only', 'hetzner', '--json');
    await first.shown(/\n$/);
    const { port } = new URL(JSON.parse(first.stdout.take()).clouds[0].url);
    const second = emulate('--only', 'aws', '--port', port);
    expect(await second.exitCode).toBe(2);
    expect(second.stderr.text).toContain(port);
    await first.interrupt();
  });

  it.each([
    [['--only', 'azure'], 'Allowed choices are aws, digitalocean, hetzner'],
    [['--port', '80'], '--port is for one cloud'],
    [['--port', '0', '--only', 'aws'], 'whole number from 1 to 65535'],
    [['--speed', '0'], 'whole number from 1 to 1000'],
    [['--consistency-window', 'long'], 'It must be a duration'],
  ])('refuses %j', async (options, message) => {
    const refused = emulate(...options);
    expect(await refused.exitCode).toBe(2);
    expect(refused.stderr.text).toContain(message);
  });
});
