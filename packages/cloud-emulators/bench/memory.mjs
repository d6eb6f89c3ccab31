// How much memory 10,000 machines take in each emulated cloud, and what one page of a list costs then, as a ratio to
// the same page of 100 machines. Run with --expose-gc.
import {
  startDigitalOceanEmulator,
  startEc2Emulator,
  startHetznerEmulator,
} from '@stagely/cloud-emulators';

const MACHINES = 10_000;
const FEW = 100;
const PAGES = 200;

const clouds = {
  ec2: {
    start: (options) => startEc2Emulator({ ...options, quotas: { onDemandVcpus: 'unlimited' } }),
    plant: ({ state }, _, owner) => state.plantInstance({ region: 'us-east-1', tags: { owner } }),
  },
  digitalocean: {
    start: startDigitalOceanEmulator,
    plant: ({ state }, index, owner) => state.droplets.plant({ name: `n${index}`, tags: [owner] }),
    page: { path: '/v2/droplets?per_page=20&tag_name=o1', token: 'dop_v1_emulated' },
  },
  hetzner: {
    start: startHetznerEmulator,
    plant: ({ state }, index, owner) =>
      state.plantServer({ name: `s${index}`, labels: { owner: owner } }),
    page: {
      path: '/v1/servers?per_page=20&label_selector=owner%3Do1',
      token: 'hetzner-test-token',
    },
  },
};

for (const [name, { start, plant, page }] of Object.entries(clouds)) {
  const few = await start({ rateLimits: false });
  plantMany(few, FEW, plant);
  const emulator = await start({ rateLimits: false });
  const before = heapUsed();
  plantMany(emulator, MACHINES, plant);
  const megabytes = (heapUsed() - before) / 2 ** 20;
  console.log(
    `${name}: ${MACHINES} machines take ${megabytes.toFixed(0)} MB, ${((megabytes * 1024) / MACHINES).toFixed(1)} KB each`,
  );
  if (page !== undefined) {
    await time(few, page);
    const ratio = (await time(emulator, page)) / (await time(few, page));
    console.log(
      `${name}: a page by owner costs ${ratio.toFixed(2)} times as much as with ${FEW} machines`,
    );
  }
  await Promise.all([few.close(), emulator.close()]);
}

/** Every owner has a page of 20, however many machines there are. */
function plantMany(emulator, machines, plant) {
  for (let index = 0; index < machines; index++) {
    plant(emulator, index, `o${index % (machines / 20)}`);
  }
}

async function time({ fetch, url }, { path, token }) {
  const startedAt = performance.now();
  for (let count = 0; count < PAGES; count++) {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
    await answer.text();
  }
  return performance.now() - startedAt;
}

function heapUsed() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
