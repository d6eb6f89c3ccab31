import { startHetznerEmulator } from '@stagely/cloud-emulators';
import { systemClock, VirtualClock } from '@stagely/core/plugin';
import { HetznerProvider } from '@stagely/provider-hetzner';
import { readMarks } from './read-marks.js';
import type { CloudConnection, CloudOptions, TestedCloud } from './tested-cloud.js';

const LOCATION = 'nbg1';
const TOKEN = 'hetzner-test-token';

/** In milliseconds. */
const QUICK_TIMINGS = {
  createMs: 30,
  startMs: 20,
  addressMs: 10,
  deleteMs: 50,
  goneMs: 0,
  changeMs: 20,
};

export async function startHetzner(options: CloudOptions = {}): Promise<TestedCloud> {
  const { listen = false, rateLimits = false, seed, quick = false } = options;
  const { clock = listen ? systemClock : new VirtualClock() } = options;
  const { consistencyWindowMs: lagMs = 0, staleProbability } = options;
  const emulator = await startHetznerEmulator({
    clock,
    rateLimits,
    seed,
    consistencyWindowMs: { getMs: lagMs, listMs: lagMs, staleProbability },
    ...(quick ? { timings: QUICK_TIMINGS } : {}),
    quotas: { servers: 1_000, primaryIps: 2_000, dedicatedCores: 1_000 },
    ...(listen ? {} : { port: false }),
  });
  const endpoint = `${emulator.url}/v1`;
  const credentials = { api_token: TOKEN, location: LOCATION };
  const settings = {
    endpoint,
    visibilityWindowMs: lagMs,
    ...(quick ? { pollIntervalMs: 20 } : {}),
  };
  const connection: CloudConnection = { provider: 'hetzner', credentials, settings };
  return {
    name: 'hetzner',
    url: endpoint,
    clock,
    fetch: emulator.fetch,
    faults: emulator.faults,
    requests: emulator.requests,
    meter: emulator.meter,
    secrets: [TOKEN],
    region: LOCATION,
    connection,
    openProvider: (parts) =>
      new HetznerProvider(credentials, {
        clock,
        settings,
        ...(listen ? {} : { fetch: emulator.fetch }),
        ...parts,
      }),
    machines: () =>
      emulator.state.servers().map(({ id, goneAt, status, labels, createdAt }) => ({
        id: String(id),
        live: goneAt === undefined && status !== 'gone' && status !== 'deleting',
        stopped: status === 'off' || status === 'stopping',
        launchedAt: createdAt,
        ...readMarks(Object.fromEntries(labels)),
      })),
    leftovers: () =>
      emulator.state
        .primaryIps()
        .filter(({ assigneeId }) => assigneeId === null)
        .map(({ id }) => `primary address ${id}`),
    endMachine: (id) => emulator.state.vanishServer(Number(id)),
    stopMachine: (id) => emulator.state.setServerStatus(Number(id), 'off'),
    setQuota: (machines) => emulator.quotas.set('servers', machines),
    setCapacity: (machines) => emulator.capacity.set({}, machines),
    plantForeign: () =>
      String(emulator.state.plantServer({ name: 'theirs', type: 'cax11', location: LOCATION }).id),
    close: () => emulator.close(),
  };
}
