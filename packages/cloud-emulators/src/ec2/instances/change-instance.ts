import type { Ec2Context } from '../ec2-types.js';
import type { RegionState } from '../state/region-state.js';
import { type Instance, phaseOf } from './instance.js';
import { bootPhases, replacePhases, type StateReason } from './instance-phases.js';

/** What changing an instance works with. */
export interface InstanceChange {
  readonly region: RegionState;
  readonly context: Ec2Context;
}

const byUser: StateReason = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

/** Begins to terminate an instance; one that is ending already stays as it is. */
export function terminateInstance(
  instance: Instance,
  { region, context }: InstanceChange,
  reason = byUser,
): void {
  const now = context.clock.now();
  const { state, publicIp } = phaseOf(instance, now);
  if (state === 'shutting-down' || state === 'terminated') return;
  const terminatedAt = now + context.drawTiming('terminatedMs');
  const transitionReason = transitionOf(reason, now);
  const phases = replacePhases(instance.phases.current, now, [
    { from: now, state: 'shutting-down', publicIp, reason, transitionReason },
    { from: terminatedAt, state: 'terminated', reason, transitionReason },
  ]);
  region.instances.setPhases(instance, phases);
  context.meter.end(instance.id, terminatedAt);
}

/** Begins to stop an instance if it runs; the public address is gone once it is stopped. */
export function stopInstance(
  instance: Instance,
  { region, context }: InstanceChange,
  reason = byUser,
): void {
  const now = context.clock.now();
  const { state, publicIp } = phaseOf(instance, now);
  if (state !== 'running') return;
  const transitionReason = transitionOf(reason, now);
  const phases = replacePhases(instance.phases.current, now, [
    { from: now, state: 'stopping', publicIp, reason, transitionReason },
    { from: now + context.drawTiming('stoppedMs'), state: 'stopped', reason, transitionReason },
  ]);
  region.instances.setPhases(instance, phases);
}

/** Begins to start an instance if it is stopped; it gets a new public address. */
export function startInstance(instance: Instance, { region, context }: InstanceChange): void {
  const now = context.clock.now();
  if (phaseOf(instance, now).state !== 'stopped') return;
  const { assignPublicIp } = instance.configuration;
  const publicIp = assignPublicIp ? context.publicAddresses.next() : undefined;
  const later = bootPhases(now, publicIp, {
    runningMs: context.drawTiming('runningMs'),
    addressMs: context.drawTiming('addressMs'),
  });
  region.instances.setPhases(instance, replacePhases(instance.phases.current, now, later));
}

function transitionOf(reason: StateReason, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return reason === byUser ? `User initiated (${time} GMT)` : reason.code;
}
