import type { InstanceSpec } from '@stagely/core';
import { CLOUD_NAMES, type CloudName } from '../clouds/tested-cloud.js';
import { machineSpec } from './machine-spec.js';
import type { Stage } from './stage.js';

/** One way to ask for a machine. */
export interface CreateScenario {
  readonly name: string;
  readonly clouds: readonly CloudName[];
  readonly keyGiven: boolean;
  readonly spec: Partial<InstanceSpec>;
  /** Whether another process has made the machine before. */
  readonly machineIsThere: boolean;
}

const KEY = 'build-4711';

const scenario = (
  name: string,
  {
    clouds = CLOUD_NAMES,
    keyGiven = true,
    spec = {},
    machineIsThere = false,
  }: Partial<CreateScenario>,
): CreateScenario => ({ name, clouds, keyGiven, spec, machineIsThere });

export const CREATE_SCENARIOS: readonly CreateScenario[] = [
  scenario('create', {}),
  scenario('create-without-key', { keyGiven: false }),
  scenario('create-spot', { clouds: ['aws'], spec: { spotInstance: true } }),
  scenario('create-spot-without-key', {
    clouds: ['aws'],
    keyGiven: false,
    spec: { spotInstance: true },
  }),
  scenario('adopt', { machineIsThere: true }),
];

/** What is asked for, the same in every try. */
export function specOf({ keyGiven, spec }: CreateScenario, startedAt: number): InstanceSpec {
  return machineSpec(startedAt, { ...spec, ...(keyGiven ? { idempotencyKey: KEY } : {}) });
}

/** Makes what is there before the call, long enough ago for every read to show it. */
export async function prepareCreation(
  { machineIsThere }: CreateScenario,
  spec: InstanceSpec,
  stage: Stage,
): Promise<void> {
  if (!machineIsThere) return;
  await stage.carryOut(() => stage.open().createInstance(spec));
  await stage.clock.advance(60_000);
}
