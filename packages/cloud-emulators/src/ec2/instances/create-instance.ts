import { History } from '../../storage/history.js';
import type { Ec2Context } from '../ec2-types.js';
import type { RegionState } from '../state/region-state.js';
import type { Tags } from '../tags/tags.js';
import type { Instance, LaunchConfiguration } from './instance.js';
import { bootPhases, type Phase } from './instance-phases.js';

/** What makes one instance different from others of its reservation, and what it shares with them. */
export interface InstancePlan {
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly configuration: LaunchConfiguration;
  readonly clientToken: string;
  readonly terminationProtected: boolean;
  readonly tags: Tags;
}

/** Makes an instance that is launched now, with ids and addresses of its own. */
export function createInstance(
  plan: InstancePlan,
  region: RegionState,
  context: Ec2Context,
): Instance {
  const { configuration } = plan;
  const launchedAt = context.clock.now();
  const id = `i-${region.random.hex(17)}`;
  return {
    ...plan,
    id,
    region: region.region.name,
    launchedAt,
    privateIp: configuration.subnet.addresses.next(),
    volumeId: `vol-${region.random.hex(17)}`,
    interfaceId: `eni-${region.random.hex(17)}`,
    spotRequestId: configuration.market === 'spot' ? `sir-${region.random.hex(8)}` : undefined,
    phases: new History(launchedAt, firstPhases(configuration, launchedAt, context)),
    tags: new History(launchedAt, plan.tags),
  };
}

function firstPhases(
  configuration: LaunchConfiguration,
  launchedAt: number,
  context: Ec2Context,
): readonly Phase[] {
  const runningMs = context.drawTiming('runningMs');
  const failure = context.launchFailures.take(configuration.type.name, configuration.market);
  if (failure !== undefined) {
    return [
      { from: launchedAt, state: 'pending' },
      {
        from: launchedAt + runningMs,
        state: 'terminated',
        reason: failure,
        transitionReason: failure.code,
      },
    ];
  }
  const publicIp = configuration.assignPublicIp ? context.publicAddresses.next() : undefined;
  const addressMs = context.drawTiming('addressMs');
  return bootPhases(launchedAt, publicIp, { runningMs, addressMs });
}
