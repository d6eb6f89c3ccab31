import { EC2_TEST_CREDENTIALS, startEc2Emulator } from '@stagely/cloud-emulators';
import { systemClock, VirtualClock } from '@stagely/core/plugin';
import { AwsProvider } from '@stagely/provider-aws';
import { readMarks } from './read-marks.js';
import type { CloudConnection, CloudOptions, TestedCloud } from './tested-cloud.js';

const REGION = 'eu-central-1';

/** In milliseconds. */
const QUICK_TIMINGS = { runningMs: 40, addressMs: 20, terminatedMs: 100, stoppedMs: 100 };

export async function startAws(options: CloudOptions = {}): Promise<TestedCloud> {
  const { listen = false, rateLimits = false, seed, quick = false } = options;
  const { clock = listen ? systemClock : new VirtualClock() } = options;
  const { consistencyWindowMs: lagMs = 0, staleProbability } = options;
  const emulator = await startEc2Emulator({
    clock,
    rateLimits,
    seed,
    consistencyWindowMs: { getMs: lagMs, listMs: lagMs, staleProbability },
    ...(quick ? { timings: QUICK_TIMINGS } : {}),
    ...(listen ? {} : { port: false }),
  });
  const { accessKeyId, secretAccessKey } = EC2_TEST_CREDENTIALS;
  const credentials = {
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    region: REGION,
  };
  const settings = {
    endpoint: emulator.url,
    visibilityWindowMs: lagMs,
    regions: [REGION],
    ...(quick ? { pollIntervalMs: 20 } : {}),
  };
  const connection: CloudConnection = { provider: 'aws', credentials, settings };
  return {
    name: 'aws',
    url: emulator.url,
    clock,
    fetch: emulator.fetch,
    faults: emulator.faults,
    requests: emulator.requests,
    meter: emulator.meter,
    secrets: [accessKeyId, secretAccessKey],
    region: REGION,
    connection,
    openProvider: (parts) =>
      new AwsProvider(credentials, {
        clock,
        settings,
        ...(listen ? {} : { fetch: emulator.fetch }),
        ...parts,
      }),
    machines: () =>
      emulator.state.instances().map(({ instanceId, state, tags, launchedAt }) => ({
        id: `${REGION}/${instanceId}`,
        live: !/^(shutting-down|terminated)$/.test(state),
        stopped: /^stop/.test(state),
        launchedAt: launchedAt.getTime(),
        ...readMarks(tags),
      })),
    leftovers: () => emulator.state.launchTemplates().map(({ name }) => name),
    endMachine: (id) => emulator.state.terminateInstance(bareIdOf(id)),
    stopMachine: (id) => emulator.state.stopInstance(bareIdOf(id)),
    setQuota: (machines) => emulator.quotas.set('instances', machines),
    setCapacity: (machines) => emulator.capacity.set({}, machines),
    plantForeign: () => `${REGION}/${emulator.state.plantInstance({ region: REGION }).instanceId}`,
    close: () => emulator.close(),
  };
}

function bareIdOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
