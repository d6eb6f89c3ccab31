import fc, { type Arbitrary } from 'fast-check';
import type { CloudName } from '../clouds/tested-cloud.js';
import {
  type Action,
  CLIENTS,
  type FaultKind,
  KEYS,
  type Program,
  type RequestKind,
  SPECS,
  type Step,
} from './program.js';

const MAX_GROUPS = 9;
const MAX_RACERS = 4;
const MINUTE = 60_000;

const FAULT_KINDS: readonly FaultKind[] = [
  'resetAfter',
  'resetBefore',
  'refuse',
  'hang',
  'hangAfterEffect',
  'delay',
  'delayInTime',
  'slowDrip',
  'truncated',
  'html',
  'htmlAfterEffect',
  'empty',
  'wrongContentType',
  'serverError',
  'serverErrorAfterEffect',
  'throttled',
];

const REQUEST_KINDS: readonly RequestKind[] = ['create', 'read', 'end', 'mark', 'any'];

const client = fc.nat({ max: CLIENTS - 1 });
const target = fc.nat({ max: 9 });

/** Mostly never; else at any time, also long after the operation has ended. */
const abortAfterMs = fc.option(
  fc.oneof(fc.nat({ max: 3_000 }), fc.nat({ max: 40_000 }), fc.nat({ max: 3 * MINUTE })),
  { nil: undefined, freq: 2 },
);

const afterMs = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 300 }) },
  { weight: 3, arbitrary: fc.nat({ max: 15_000 }) },
  { weight: 2, arbitrary: fc.nat({ max: 2 * MINUTE }) },
  { weight: 1, arbitrary: fc.nat({ max: 20 * MINUTE }) },
);

/** Some are over before the machine is there. */
const leaseMs = fc.option(
  fc.oneof(
    { weight: 2, arbitrary: fc.integer({ min: 5_000, max: 80_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: MINUTE, max: 30 * MINUTE }) },
  ),
  { nil: undefined, freq: 2 },
);

const operated = { client, abortAfterMs };

function creations(cloud: CloudName): Arbitrary<Extract<Action, { type: 'create' }>> {
  return fc.record({
    ...operated,
    type: fc.constant('create' as const),
    key: fc.oneof(
      { weight: 6, arbitrary: fc.constant(KEYS[0]) },
      { weight: 2, arbitrary: fc.constant(KEYS[1]) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    spec: fc.oneof(
      { weight: 7, arbitrary: fc.constant(SPECS[0]) },
      { weight: 1, arbitrary: fc.constant(SPECS[1]) },
    ),
    spot: cloud === 'aws' ? fc.boolean() : fc.constant(false),
    leaseMs,
  });
}

/** Creations with one key and one spec, about as far apart as it takes until one can see another; some are cut short. */
function races(cloud: CloudName): Arbitrary<Step[]> {
  const gapMs = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 14_000 }));
  const racers = fc.array(fc.record({ client, abortAfterMs, leaseMs, gapMs }), {
    minLength: 1,
    maxLength: MAX_RACERS,
    size: 'max',
  });
  const crashes = fc.array(fc.record({ client, gapMs }), { maxLength: 2, size: 'max' });
  return fc
    .tuple(afterMs, creations(cloud), racers, crashes)
    .map(([wait, first, others, killed]) => [
      { afterMs: wait, action: { ...first, key: KEYS[0] } },
      ...others.map(({ gapMs: gap, ...other }) => ({
        afterMs: gap,
        action: { ...first, ...other, key: KEYS[0] },
      })),
      ...killed.map(({ gapMs: gap, client: of }) => ({
        afterMs: gap,
        action: { type: 'crash' as const, client: of },
      })),
    ]);
}

/** A creation in the middle of trouble that outlasts its clean-up, and another call with the key. */
function troubles(cloud: CloudName): Arbitrary<Step[]> {
  const trouble = faults(fc.integer({ min: 10_000, max: 3 * MINUTE }), fc.constant(1));
  const beforehandMs = fc.nat({ max: 20_000 });
  return fc
    .tuple(afterMs, creations(cloud), beforehandMs, trouble, client, fc.nat({ max: 2 * MINUTE }))
    .map(([wait, first, beforehand, fault, other, later]) => [
      { afterMs: wait, action: first },
      { afterMs: beforehand, action: fault },
      { afterMs: later, action: { ...first, client: other, abortAfterMs: undefined } },
    ]);
}

function faults(forMs: Arbitrary<number>, probability: Arbitrary<number>) {
  return fc.record({
    type: fc.constant('fault' as const),
    kind: fc.constantFrom(...FAULT_KINDS),
    requests: fc.constantFrom(...REQUEST_KINDS),
    probability,
    forMs,
  });
}

function actions(cloud: CloudName): Arbitrary<Action> {
  const machines = fc.oneof(fc.nat({ max: 2 }), fc.constant('unlimited' as const));
  return fc.oneof(
    { weight: 12, arbitrary: creations(cloud) },
    {
      weight: 2,
      arbitrary: fc.record({ ...operated, target, type: fc.constant('terminate' as const) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ ...operated, target, type: fc.constant('status' as const) }),
    },
    { weight: 1, arbitrary: fc.record({ ...operated, type: fc.constant('list' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        ...operated,
        target,
        type: fc.constant('setExpiry' as const),
        leaseMs,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        ...operated,
        type: fc.constant('reap' as const),
        olderThanMs: fc.option(fc.integer({ min: 0, max: 10 * MINUTE }), { nil: undefined }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('crash' as const), client }) },
    {
      weight: 4,
      arbitrary: faults(
        fc.oneof(fc.nat({ max: 10_000 }), fc.nat({ max: 2 * MINUTE })),
        fc.constantFrom(1, 0.5, 0.2),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom('capacity' as const, 'quota' as const),
        machines,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constantFrom('endMachine' as const, 'stopMachine' as const),
        target,
      }),
    },
  );
}

/** Random programs for a cloud, with the lag that its reads may have. */
export function programs(cloud: CloudName): Arbitrary<Program> {
  const single = fc.record({ afterMs, action: actions(cloud) }).map((step) => [step]);
  const group = fc.oneof(
    { weight: 8, arbitrary: single },
    { weight: 3, arbitrary: races(cloud) },
    { weight: 1, arbitrary: troubles(cloud) },
  );
  const steps = fc
    .array(group, { minLength: 2, maxLength: MAX_GROUPS, size: 'max' })
    .map((groups) => groups.flat());
  const program = fc.record({
    lagMs: cloud === 'hetzner' ? fc.constant(0) : fc.constantFrom(10_000, 0),
    staleProbability: fc.constantFrom(1, 0.5),
    noise: fc.noShrink(fc.integer()),
    steps,
  });
  // Each seed makes one program, which must not be the simplest one.
  return fc.noBias(program);
}
