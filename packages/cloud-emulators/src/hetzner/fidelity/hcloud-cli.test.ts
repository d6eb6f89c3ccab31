import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startHetznerEmulator } from '../start-hetzner-emulator.js';
import { sshPublicKey } from '../testing/ssh-public-key.js';
import { TOKEN } from '../testing/start-hetzner.js';

const missing = whyMissing();

const title = missing
  ? `hcloud, Hetzner's own command (skipped: ${missing})`
  : "hcloud, Hetzner's own command";

/** The command polls by the real clock, so everything is done at once. */
const atOnce = {
  createMs: 0,
  startMs: 0,
  powerOffMs: 0,
  deleteMs: 0,
  changeMs: 0,
  rebootMs: 0,
  rebuildMs: 0,
};

async function startWithHcloud() {
  const emulator = await startHetznerEmulator({ timings: atOnce });
  const folder = mkdtempSync(join(tmpdir(), 'hcloud-'));
  onTestFinished(async () => {
    await emulator.close();
    rmSync(folder, { recursive: true });
  });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    HCLOUD_CONFIG: join(folder, 'cli.toml'),
    HCLOUD_ENDPOINT: `${emulator.url}/v1`,
    HCLOUD_TOKEN: TOKEN,
  };
  const hcloud = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)('hcloud', [...args, '--poll-interval', '1ms'], {
      env,
    });
    return stdout;
  };
  const json = async (...args: string[]): Promise<unknown> =>
    JSON.parse(await hcloud(...args, '-o', 'json'));
  return { emulator, state: emulator.state, folder, hcloud, json };
}

describe.skipIf(missing)(title, () => {
  it('creates, lists, describes, stops, labels, protects and deletes a server', async () => {
    const { state, hcloud, json, folder } = await startWithHcloud();
    const keyFile = join(folder, 'key.pub');
    writeFileSync(keyFile, sshPublicKey('a'));
    await hcloud('ssh-key', 'create', '--name', 'mine', '--public-key-from-file', keyFile);
    expect(await hcloud('ssh-key', 'list')).toContain('mine');

    const dataFile = join(folder, 'user-data');
    writeFileSync(dataFile, '#cloud-config\n');
    const created = await hcloud(
      ...['server', 'create', '--name', 'web', '--type', 'cx23', '--image', 'ubuntu-24.04'],
      ...['--location', 'nbg1', '--ssh-key', 'mine', '--label', 'env=test'],
      ...['--user-data-from-file', dataFile],
    );
    expect(created).toMatch(/IPv4: 198\.1[89]\./);
    const [server] = state.servers();
    expect(server).toMatchObject({
      name: 'web',
      type: 'cx23',
      location: 'nbg1',
      status: 'running',
      userData: '#cloud-config\n',
    });

    expect(await hcloud('server', 'list')).toMatch(/web\s+running\s+198\./);
    expect(await hcloud('server', 'list', '--selector', 'env=other')).not.toContain('web');
    expect(await json('server', 'list', '--selector', 'env=test')).toMatchObject([{ name: 'web' }]);
    expect(await json('server', 'describe', 'web')).toMatchObject({
      id: server?.id,
      status: 'running',
      labels: { env: 'test' },
      server_type: { name: 'cx23' },
    });
    expect(await hcloud('server', 'describe', 'web')).toContain('Status:\t\trunning');
    expect((await hcloud('server', 'ip', 'web')).trim()).toBe(server?.ipv4);

    await hcloud('server', 'add-label', 'web', 'team=x');
    expect(state.servers()[0]?.labels).toEqual(
      new Map([
        ['env', 'test'],
        ['team', 'x'],
      ]),
    );
    await hcloud('server', 'poweroff', 'web');
    expect(state.servers()[0]?.status).toBe('off');
    await hcloud('server', 'poweron', 'web');
    await hcloud('server', 'reset', 'web');
    await hcloud('server', 'rebuild', 'web', '--image', 'debian-12');
    await hcloud('server', 'enable-protection', 'web', 'delete', 'rebuild');
    await expect(hcloud('server', 'delete', 'web')).rejects.toMatchObject({
      stderr: expect.stringContaining('server is delete protected (protected)'),
    });
    await hcloud('server', 'disable-protection', 'web', 'delete', 'rebuild');
    expect(await hcloud('server', 'delete', 'web')).toContain('web deleted');
    expect(state.servers()).toMatchObject([{ status: 'gone' }]);
  });

  it('lists types, images and locations', async () => {
    const { hcloud, json } = await startWithHcloud();
    expect(await hcloud('server-type', 'list')).toMatch(
      /114\s+cx23\s+2\s+shared\s+4\.0 GB\s+40 GB/,
    );
    expect(await hcloud('server-type', 'describe', 'cx23')).toContain('fsn1');
    expect(await hcloud('location', 'list')).toMatch(/2\s+nbg1\s+Nuremberg/);
    expect(await json('image', 'list', '--type', 'system')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 67794396, name: 'ubuntu-22.04' }),
        expect.objectContaining({ id: 103908130, name: 'ubuntu-22.04' }),
      ]),
    );
  });

  it('shows what the API refuses', async () => {
    const { emulator, state, hcloud } = await startWithHcloud();
    const create = (type: string) =>
      hcloud('server', 'create', '--name', 'web', '--type', type, '--image', 'ubuntu-24.04');
    const refused = (text: string) => ({ stderr: expect.stringContaining(text) });
    await expect(create('cax11')).rejects.toMatchObject(
      refused('image has incompatible architecture (invalid_input)'),
    );
    await expect(create('cx21')).rejects.toMatchObject(refused('server type not found'));
    emulator.capacity.set({ type: 'cx23' }, 0);
    await expect(create('cx23')).rejects.toMatchObject(
      refused('error during placement (resource_unavailable)'),
    );
    state.failNextAction('create_server', { code: 'placement_error', message: 'no host found' });
    await expect(create('cx33')).rejects.toMatchObject(refused('no host found'));
  });

  it('cannot list data centres any more, and describes a server without one', async () => {
    const { state, hcloud } = await startWithHcloud();
    await expect(hcloud('datacenter', 'list')).rejects.toMatchObject({
      stderr: expect.stringContaining('API functionality was removed (deprecated_api_endpoint)'),
    });
    state.plantServer({ name: 'web' });
    expect(await hcloud('server', 'describe', 'web')).toMatch(/Datacenter:\n\s+ID:\s+0\n/);
  });
});

function whyMissing(): string | undefined {
  try {
    execFileSync('hcloud', ['--help'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'the command hcloud is not installed; on Debian it is in the package hcloud-cli';
  }
}
