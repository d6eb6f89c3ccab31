/** The states of an instance. */
export type InstanceStateName =
  | 'pending'
  | 'running'
  | 'shutting-down'
  | 'terminated'
  | 'stopping'
  | 'stopped';

/** The code that goes with each state on the wire. */
export const stateCodes: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** Why an instance stopped or ended. */
export interface StateReason {
  /** `Server.SpotInstanceTermination`, `Client.UserInitiatedShutdown`. */
  readonly code: string;
  readonly message: string;
}

/** How an instance is from a time on, until its next phase. */
export interface Phase {
  readonly from: number;
  readonly state: InstanceStateName;
  readonly publicIp?: string | undefined;
  readonly reason?: StateReason | undefined;
  /** `User initiated (2026-01-02 03:04:05 GMT)`. */
  readonly transitionReason?: string | undefined;
}

/** How long the changes of one instance take, in milliseconds. */
export interface PhaseDurations {
  /** From pending to running. */
  readonly runningMs: number;
  /** From running to the public address. */
  readonly addressMs: number;
}

/** What a launch or a start leads to. */
export function bootPhases(
  from: number,
  publicIp: string | undefined,
  { runningMs, addressMs }: PhaseDurations,
): Phase[] {
  const running = from + runningMs;
  const phases: Phase[] = [
    { from, state: 'pending' },
    { from: running, state: 'running' },
  ];
  if (publicIp !== undefined)
    phases.push({ from: running + addressMs, state: 'running', publicIp });
  return phases;
}

/** The phases up to a time, and then others. */
export function replacePhases(
  phases: readonly Phase[],
  from: number,
  later: readonly Phase[],
): Phase[] {
  return [...phases.filter((phase) => phase.from <= from), ...later];
}

/** The phase at a time. */
export function phaseAt(phases: readonly Phase[], time: number): Phase {
  const phase = phases.findLast(({ from }) => from <= time) ?? phases[0];
  if (phase === undefined) throw new RangeError('An instance has at least one phase.');
  return phase;
}

/** When the instance is terminated; undefined when nothing leads to that. */
export function terminationOf(phases: readonly Phase[]): number | undefined {
  return phases.find(({ state }) => state === 'terminated')?.from;
}
