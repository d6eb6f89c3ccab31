import { inspect } from 'node:util';
import { hashIdempotencyKey } from '@stagely/core';
import type { CloudName } from '../clouds/tested-cloud.js';
import { isUsableNow, type MachineLife } from './machine-lives.js';
import type { OperationRecord } from './operation-record.js';
import { KEYS, type Key, type Operation } from './program.js';
import type { SimulatedClient } from './simulated-client.js';
import type { Simulation } from './simulation.js';
import { keyText, readSpecTag } from './spec-of.js';
import type { ViolationKind } from './violation.js';

const MINUTE = 60_000;
/** Longer than the protocol waits for the maker of a second machine to decide on it. */
const DECISION = 12 * MINUTE;
/** No operation may take longer, in milliseconds. */
const LIMIT = 40 * MINUTE;
/** Longer than any lease of a program, and the reaper's guard age. */
const LONGEST_LEASE = 40 * MINUTE;

/** Sees a simulation through to its end, when nothing goes wrong any more, and judges what is left. */
export async function conclude(simulation: Simulation): Promise<void> {
  const { cloud, clock, violations } = simulation;
  const note = (kind: ViolationKind, message: string) => violations.push({ kind, message });
  cloud.faults.clear();
  cloud.setCapacity('unlimited');
  cloud.setQuota(1_000);
  await awaitOperations(simulation, note);
  await clock.sleep(2 * MINUTE);
  judgeRemaining(simulation, note);

  await clock.sleep(DECISION);
  const newcomer = simulation.openClient('newcomer');
  for (const key of KEYS) await claim(key, newcomer, simulation, note);
  await clock.sleep(2 * MINUTE);
  for (const key of KEYS) {
    const usable = usableWith(key, simulation);
    if (usable.length > 1) note('duplicate', `${key} has ${idsOf(usable)} in the end`);
  }

  await clock.sleep(LONGEST_LEASE);
  await reap(undefined, newcomer, simulation, note);
  const expired = simulation.lives.living().filter((life) => life.leases.at(-1)?.expiresAt);
  if (expired.length > 0) note('orphan', `${idsOf(expired)} outlived the reaper of leases`);

  await clock.sleep(2 * 60 * MINUTE);
  await reap(60 * MINUTE, newcomer, simulation, note);
  const old = simulation.lives.living();
  if (old.length > 0) note('orphan', `${idsOf(old)} outlived the reaper of what is old`);
  const leftovers = cloud.leftovers();
  if (leftovers.length > 0) note('orphan', `${leftovers.join(', ')} outlived the sweep`);
  if (simulation.lives.foreignEnded()) note('endedInUse', 'somebody else’s machine was ended');

  await clock.sleep(2 * MINUTE);
  if (simulation.waits > 0) note('late', `${simulation.waits} waits of clients are left`);
}

type Note = (kind: ViolationKind, message: string) => void;

async function awaitOperations(simulation: Simulation, note: Note): Promise<void> {
  const settled = new AbortController();
  const limit = simulation.clock.sleep(LIMIT, settled.signal).catch(() => undefined);
  await Promise.race([simulation.settled(), limit]);
  settled.abort();
  for (const { number, action, client } of simulation.unsettled) {
    note('late', `#${number} ${action.type} by ${client} has not settled`);
  }
}

/** What is left when all that was under way has settled. */
function judgeRemaining(simulation: Simulation, note: Note): void {
  const { lives, history, cloud } = simulation;
  for (const life of lives.living()) {
    if (!history.isKnown(life)) note('orphan', `nobody knows of ${life.id}`);
  }
  const unmarked = cloud.machines().filter(({ id, known }) => lives.find(id) && !known);
  for (const { id } of unmarked) note('orphan', `${id} lacks the marks of Stagely`);
  for (const key of KEYS) {
    // What a process left that died, or that could not say what became of its request, the next creation ends.
    const usable = usableWith(key, simulation).filter((life) => history.isHeld(life));
    if (usable.length > 1)
      note('duplicate', `${key} has ${idsOf(usable)}, and each was given away`);
  }
}

/** Creates with a key once more, as who tries again would: from then on it must have one machine. */
async function claim(
  key: Key,
  client: SimulatedClient,
  simulation: Simulation,
  note: Note,
): Promise<void> {
  const [first] = usableWith(key, simulation).sort(byLaunch(simulation.cloud.name));
  const { spec, spot } = (first && readSpecTag(first.tags)) ?? { spec: 'small', spot: false };
  const { settlement } = await operate(simulation, client, {
    ...{ type: 'create', client: 0, abortAfterMs: undefined, leaseMs: undefined },
    ...{ key, spec, spot },
  });
  if (settlement !== undefined && 'error' in settlement) {
    note('wrongOutcome', `${key} could not be claimed in the end: ${String(settlement.error)}`);
  }
}

async function reap(
  olderThanMs: number | undefined,
  client: SimulatedClient,
  simulation: Simulation,
  note: Note,
): Promise<void> {
  const { reaped, settlement } = await operate(simulation, client, {
    ...{ type: 'reap', client: 0, abortAfterMs: undefined },
    olderThanMs,
  });
  if (reaped === undefined) note('orphan', `the reaper failed: ${inspect(settlement)}`);
  for (const { instance, error } of reaped?.failed ?? []) {
    note('orphan', `${instance.instanceId} could not be reaped: ${error.message}`);
  }
  const { sweepError } = reaped ?? {};
  if (sweepError !== undefined) note('orphan', `the sweep failed: ${sweepError.message}`);
}

/** Carries out an operation of somebody new. */
async function operate(
  simulation: Simulation,
  client: SimulatedClient,
  action: Operation,
): Promise<OperationRecord> {
  const record: OperationRecord = {
    number: simulation.history.operations.length + 1,
    client: client.name,
    action,
    target: undefined,
    startedAt: simulation.clock.now(),
  };
  await simulation.start(client, record);
  return record;
}

function usableWith(key: Key, { lives, clock }: Simulation): MachineLife[] {
  const keyHash = hashIdempotencyKey(keyText(key));
  return lives
    .living()
    .filter((life) => life.keyHash === keyHash && isUsableNow(life, clock.now()));
}

/** The order in which machines have the key. EC2 tells launches to the second, and within one its ids decide. */
function byLaunch(cloud: CloudName): (a: MachineLife, b: MachineLife) => number {
  if (cloud !== 'aws') return (a, b) => a.launchedAt - b.launchedAt;
  const secondOf = ({ launchedAt }: MachineLife) => Math.floor(launchedAt / 1_000);
  return (a, b) => secondOf(a) - secondOf(b) || (a.id < b.id ? -1 : 1);
}

function idsOf(lives: readonly MachineLife[]): string {
  return lives.map(({ id }) => id).join(', ');
}
