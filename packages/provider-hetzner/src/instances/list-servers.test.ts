import { describe, expect, it } from 'vitest';
import { startCloud, type TestCloud } from '../testing/start-cloud.js';

const LIST = 'GET /v1/servers';

/** Adds Stagely's own servers, past all limits; the ids. */
function plant({ state }: TestCloud, count: number): number[] {
  return Array.from(
    { length: count },
    (_, index) =>
      state.plantServer({ name: `own-${index}`, labels: { 'stagely-managed': '1' } }).id,
  );
}

async function collect({ provider }: TestCloud, onEach: (id: number) => void = () => undefined) {
  const ids: number[] = [];
  for await (const { instanceId } of provider.listInstances()) {
    ids.push(Number(instanceId));
    onEach(Number(instanceId));
  }
  return ids;
}

describe('a list of servers', () => {
  it('has Stagely’s own and no others, in pages of fifty', async () => {
    const cloud = await startCloud();
    const planted = plant(cloud, 120);
    cloud.state.plantServer({ name: 'foreign', labels: { 'stagely-key': 'x' } });
    expect(await collect(cloud)).toEqual(planted);
    expect(cloud.emulator.requests.all().map(({ query }) => query)).toEqual(
      ['1', '2', '3'].map((page) =>
        expect.objectContaining({
          label_selector: ['stagely-managed'],
          per_page: ['50'],
          ...(page === '1' ? {} : { page: [page] }),
        }),
      ),
    );
  });

  it('is read no further than it is consumed', async () => {
    const cloud = await startCloud();
    plant(cloud, 60);
    for await (const _ of cloud.provider.listInstances()) break;
    expect(cloud.emulator.requests.count(LIST)).toBe(1);
  });

  it('misses nothing when those that were listed go meanwhile', async () => {
    const cloud = await startCloud();
    const planted = plant(cloud, 160);
    const ids = await collect(cloud, (id) => cloud.state.vanishServer(id));
    expect(ids.sort()).toEqual(planted.sort());
    expect(cloud.state.servers().filter(({ status }) => status !== 'gone')).toEqual([]);
  });

  it('is read until nothing is new where its length is not told', async () => {
    const cloud = await startCloud({ behaviour: { totals: false } });
    const planted = plant(cloud, 60);
    expect(await collect(cloud)).toEqual(planted);
    expect(cloud.emulator.requests.count(LIST)).toBe(4);
  });

  it('names each server once when new ones come meanwhile', async () => {
    const cloud = await startCloud();
    const planted = plant(cloud, 51);
    let came = 0;
    const ids = await collect(cloud, () => {
      const labels = { 'stagely-managed': '1' };
      if (came++ === 0) planted.push(cloud.state.plantServer({ name: 'late', labels }).id);
    });
    expect(ids).toEqual(planted);
  });

  it('reads labels that come as an array', async () => {
    const cloud = await startCloud({ behaviour: { emptyLabels: 'array' } });
    const { id } = cloud.state.plantServer({ name: 'foreign' });
    expect(await collect(cloud)).toEqual([]);
    expect(await cloud.provider.getInstanceStatus(String(id))).toMatchObject({ state: 'running' });
  });

  it('shows ended machines only when it is asked to', async () => {
    const cloud = await startCloud();
    const [id = 0] = plant(cloud, 1);
    cloud.state.setServerStatus(id, 'deleting');
    expect(await collect(cloud)).toEqual([]);
    const listed = [];
    const all = cloud.provider.listInstances({ includeTerminated: true });
    for await (const { state } of all) listed.push(state);
    expect(listed).toEqual(['terminated']);
  });

  it('has errors of the contract', async () => {
    const cloud = await startCloud();
    cloud.emulator.faults.add({ operation: LIST, fault: { type: 'html', status: 502 } });
    await expect(collect(cloud)).rejects.toMatchObject({
      code: 'network_failure',
      operation: 'listInstances',
    });
  });
});
