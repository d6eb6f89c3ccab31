import {
  DIGITALOCEAN_TEST_TOKEN,
  type DigitalOceanState,
  startDigitalOceanEmulator,
} from '@stagely/cloud-emulators';
import { systemClock, VirtualClock } from '@stagely/core/plugin';
import { DigitalOceanProvider } from '@stagely/provider-digitalocean';
import { readDropletMarks } from './read-droplet-marks.js';
import type { CloudConnection, CloudOptions, TestedCloud } from './tested-cloud.js';

const REGION = 'fra1';

/** In milliseconds. */
const QUICK_TIMINGS = {
  activeMs: 40,
  privateAddressMs: 0,
  publicAddressMs: 20,
  actionMs: 20,
  deletedMs: 50,
};

export async function startDigitalOcean(options: CloudOptions = {}): Promise<TestedCloud> {
  const { listen = false, rateLimits = false, seed, quick = false } = options;
  const { clock = listen ? systemClock : new VirtualClock() } = options;
  const { consistencyWindowMs: lagMs = 0, staleProbability } = options;
  const emulator = await startDigitalOceanEmulator({
    clock,
    rateLimits,
    seed,
    consistencyWindowMs: { getMs: lagMs, listMs: lagMs, staleProbability },
    ...(quick ? { timings: QUICK_TIMINGS } : {}),
    quotas: { droplets: 1_000 },
    ...(listen ? {} : { port: false }),
  });
  const credentials = { api_token: DIGITALOCEAN_TEST_TOKEN, region: REGION };
  const settings = {
    endpoint: emulator.url,
    visibilityWindowMs: lagMs,
    ...(quick ? { pollIntervalMs: 20 } : {}),
  };
  const connection: CloudConnection = { provider: 'digitalocean', credentials, settings };
  const { droplets } = emulator.state;
  return {
    name: 'digitalocean',
    url: emulator.url,
    clock,
    fetch: emulator.fetch,
    faults: emulator.faults,
    requests: emulator.requests,
    meter: emulator.meter,
    secrets: [DIGITALOCEAN_TEST_TOKEN],
    region: REGION,
    connection,
    openProvider: (parts) =>
      new DigitalOceanProvider(credentials, {
        clock,
        settings,
        ...(listen ? {} : { fetch: emulator.fetch }),
        ...parts,
      }),
    machines: () =>
      droplets.all().map(({ id, name, status, ending, tags, createdAt }) => ({
        id: String(id),
        live: status !== 'gone' && !ending,
        stopped: status === 'off',
        launchedAt: createdAt.getTime(),
        ...readDropletMarks(name, tags),
      })),
    leftovers: () => staleLeaseTags(emulator.state, clock.now()),
    endMachine: (id) => droplets.vanish(Number(id)),
    stopMachine: (id) => droplets.switchOff(Number(id)),
    setQuota: (machines) => emulator.quotas.set('droplets', machines),
    setCapacity: (machines) => emulator.capacity.set({}, machines),
    plantForeign: () => String(droplets.plant({ name: 'theirs', region: REGION }).id),
    close: () => emulator.close(),
  };
}

/** How long a sweep leaves the tag of a lease that is over, in milliseconds. */
const SWEPT_AFTER = 86_400_000;

/** The tags of leases that are long over and on no droplet. */
function staleLeaseTags({ droplets, tags }: DigitalOceanState, now: number): readonly string[] {
  const used = new Set(droplets.existing().flatMap((droplet) => droplet.tags));
  return tags.names().filter((name) => {
    const lease = /^stagely-expires-at:(\d+)$/.exec(name)?.[1];
    return lease !== undefined && Number(lease) < now - SWEPT_AFTER && !used.has(name);
  });
}
