import { ProviderRegistry } from '@stagely/core';
import { MockProvider, VirtualClock } from '@stagely/provider-mock';
import { simulatedBuild } from '../src/build.js';
import { Database } from '../src/database.js';
import { orchestrate } from '../src/orchestrate.js';

/**
 * @import { CloudProvider } from '@stagely/core'
 * @import { Job, Tenant } from '../src/database.js'
 * @import { Orchestration } from '../src/orchestrate.js'
 */

export const MINUTE = 60_000;

/** @type {Job} */
const job = {
  id: 'job-1',
  tenant: 'team-7',
  size: 'small',
  architecture: 'amd64',
  state: 'waiting',
  place: 0,
  attempts: 0,
};

/** A cloud that takes its time under a clock of its own, and a tenant with jobs for it. */
export function scenario({ jobs = 4, file = /** @type {string | undefined} */ (undefined) } = {}) {
  const clock = new VirtualClock();
  const mock = new MockProvider(
    {},
    { clock, settings: { delay: 2_000, addressDelay: 3_000, bootDelay: 20_000 } },
  );
  const database = new Database(file);
  /** @type {(tenant: Partial<Tenant>) => void} */
  const addTenant = (tenant) =>
    database.saveTenant({
      id: 'team-7',
      provider: 'mock',
      credentials: 'not needed for a registered provider',
      regions: [],
      ...tenant,
    });
  /** @type {(changes: Partial<Job>) => void} */
  const addJob = (changes) => database.saveJob({ ...job, ...changes });

  addTenant({});
  for (let number = 1; number <= jobs; number++) addJob({ id: `job-${number}` });
  return {
    clock,
    mock,
    database,
    addTenant,
    addJob,
    /** @type {string[]} */
    lines: [],
    /** @param {string} id */
    job(id) {
      return database.jobs.find((each) => each.id === id);
    },
    live() {
      return mock.instances.filter(({ state }) => state !== 'terminated');
    },
    states() {
      return database.jobs.map(({ state }) => state);
    },
    /**
     * Runs the orchestrator, as a process does from its start to its end.
     *
     * @param {Partial<Orchestration> & { provider?: CloudProvider }} [changes]
     */
    start({ provider = mock, ...changes } = {}) {
      const registry = new ProviderRegistry({ encryptionKey: new Uint8Array(32) });
      registry.registerProvider('mock', provider);
      return orchestrate({
        database,
        registry,
        build: simulatedBuild({ clock, durationMs: 5 * MINUTE }),
        clock,
        concurrency: 2,
        leaseMs: 10 * MINUTE,
        reapIntervalMs: MINUTE,
        signal: new AbortController().signal,
        print: (line) => this.lines.push(line),
        ...changes,
      });
    },
  };
}
