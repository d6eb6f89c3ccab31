import { IdempotencyConflictError, type InstanceSpec, OperationAbortedError } from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startCloud } from '../clouds/start-cloud.js';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { loadClients } from './load-clients.js';
import { type Caller, type Finish, findLies, race } from './race.js';
import { slowFetch } from './slow-fetch.js';

/** Of each property on each cloud. */
const RUNS = Number(process.env['STAGELY_RACES'] ?? 12);
const SEED = Number(process.env['STAGELY_RACES_SEED'] ?? 1);
/** Of the run that is to be replayed. */
const PATH = process.env['STAGELY_RACES_PATH'];

const WINDOW_MS = 10_000;

const SPEC: InstanceSpec = { size: 'small', architecture: 'amd64', idempotencyKey: 'job-7' };
const OTHER_SPEC: InstanceSpec = { ...SPEC, size: 'medium' };

/** Most requests are quick, and some are slower than the pauses between looks. */
const latencyMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 200 }) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 1_500 }) },
);

const startMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 30_000 }),
);

const abortMs = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 60_000 }));

/** Callers of up to three processes; those of one share its provider. */
const processNumber = fc.integer({ min: 0, max: 2 });

const patient = fc.record({ startMs, process: processNumber });
const giving = fc.record({ startMs, process: processNumber, abortMs });
const choosing = fc.record({ startMs, process: processNumber, other: fc.boolean() });

const conditions = fc.record({
  latencies: fc.infiniteStream(latencyMs),
  jitter: fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  staleProbability: fc.constantFrom(0.5, 1),
  seed: fc.integer({ min: 1, max: 1_000_000 }),
});

type Conditions = typeof conditions extends fc.Arbitrary<infer T> ? T : never;

interface Planned extends Pick<Caller, 'startMs' | 'abortMs'> {
  readonly process: number;
  readonly other?: boolean;
}

/** Runs the callers on a cloud of their own. Nothing may be untrue in what they are told. */
async function run(name: CloudName, callers: readonly Planned[], conditions: Conditions) {
  const clock = new VirtualClock();
  const { seed, staleProbability, latencies, jitter } = conditions;
  const options = { clock, consistencyWindowMs: WINDOW_MS, staleProbability, seed };
  const cloud = await startCloud(name, options);
  const fetch = slowFetch(cloud.fetch, clock, () => latencies.next().value);
  const random = () => jitter.next().value;
  const providers = [0, 1, 2].map(() => cloud.openProvider({ fetch, random }));
  const finishes = await race(
    cloud,
    clock,
    callers.flatMap(({ process, other, ...caller }) => {
      const provider = providers[process];
      return provider ? [{ ...caller, provider, spec: other ? OTHER_SPEC : SPEC }] : [];
    }),
  );
  await cloud.close();
  expect(findLies(cloud, finishes)).toEqual([]);
  expect(finishes).toHaveLength(callers.length);
  return finishes;
}

function idsOf(finishes: readonly Finish[]): string[] {
  return finishes.flatMap(({ created }) => (created ? [created.instanceId] : []));
}

loadClients();

const parameters = {
  numRuns: RUNS,
  seed: SEED,
  endOnFailure: true,
  ...(PATH === undefined ? {} : { path: PATH }),
};

/** In milliseconds: long runs are asked for. */
const timeout = 120_000 + RUNS * 3_000;

describe.each(CLOUD_NAMES)(
  'calls with one key on %s, in any order of events',
  { timeout },
  (name) => {
    test('all get the same machine', async () => {
      const callers = fc.array(patient, { minLength: 2, maxLength: 6 });
      const property = fc.asyncProperty(callers, conditions, async (planned, given) => {
        const finishes = await run(name, planned, given);
        expect(finishes.flatMap(({ error }) => (error === undefined ? [] : [error]))).toEqual([]);
        expect(new Set(idsOf(finishes)).size).toBe(1);
      });
      await fc.assert(property, parameters);
    });

    test('get a machine that lives, when others give up', async () => {
      const callers = fc
        .tuple(
          fc.array(patient, { minLength: 1, maxLength: 3 }),
          fc.array(giving, { minLength: 1, maxLength: 3 }),
        )
        .map(([stay, go]): Planned[] => [...go, ...stay]);
      const property = fc.asyncProperty(callers, conditions, async (planned, given) => {
        const finishes = await run(name, planned, given);
        for (const { caller, error } of finishes) {
          if (error === undefined) continue;
          expect(caller.abortMs, String(error)).toBeDefined();
          expect(error).toBeInstanceOf(OperationAbortedError);
        }
        expect(new Set(idsOf(finishes)).size).toBe(1);
      });
      await fc.assert(property, parameters);
    });

    test('of two specs get one machine of one of them', async () => {
      const callers = fc.array(choosing, { minLength: 2, maxLength: 5 });
      const property = fc.asyncProperty(callers, conditions, async (planned, given) => {
        const finishes = await run(name, planned, given);
        for (const { error } of finishes) {
          if (error !== undefined) expect(error).toBeInstanceOf(IdempotencyConflictError);
        }
        expect(new Set(idsOf(finishes)).size).toBe(1);
        const served = finishes.filter(({ created }) => created !== undefined);
        expect(new Set(served.map(({ caller }) => caller.spec.size)).size).toBe(1);
      });
      await fc.assert(property, parameters);
    });
  },
);
