import { launchErrors } from '../errors/launch-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { startInstance } from '../instances/change-instance.js';
import { findInstances } from '../instances/find-instances.js';
import { type Instance, phaseOf } from '../instances/instance.js';
import { changeStates } from './change-states.js';
import { instanceIds } from './instance-ids.js';
import { defineOperation, type OperationScope } from './operation.js';

export const startInstances = defineOperation({
  action: 'StartInstances',
  parameters: { InstanceId: instanceIds },
  notEmulated: ['AdditionalInfo'],
  countResources: { action: 'StartInstances', of: ({ InstanceId }) => InstanceId.length },
  prepare(request, scope) {
    const { clock, consistency } = scope.context;
    const store = scope.region.instances;
    const found = findInstances(store, request.InstanceId, consistency.readTime('get'));
    const states = found.map((instance) => ({ instance, ...phaseOf(instance, clock.now()) }));
    for (const { instance, state } of states) {
      if (!['stopped', 'pending', 'running'].includes(state)) {
        throw resourceErrors.incorrectState(instance.id, 'started');
      }
    }
    const stopped = states
      .filter(({ state }) => state === 'stopped')
      .map(({ instance }) => instance);
    checkQuota(stopped, scope);
    return () => {
      takeCapacity(stopped, scope);
      return changeStates(found, clock.now(), (instance) => startInstance(instance, scope));
    };
  },
});

/** A stopped instance counts towards no quota. */
function checkQuota(stopped: readonly Instance[], { region, context }: OperationScope): void {
  const { usage } = region.instances;
  for (const market of ['on-demand', 'spot'] as const) {
    const vcpus = stopped
      .filter(({ configuration }) => configuration.market === market)
      .reduce((sum, { configuration }) => sum + configuration.type.vcpus, 0);
    const quota = market === 'spot' ? 'spotVcpus' : 'onDemandVcpus';
    if (vcpus > 0 && !context.quotas.allows(quota, usage.vcpus[market], vcpus)) {
      throw market === 'spot'
        ? launchErrors.spotCountExceeded()
        : launchErrors.vcpuLimitExceeded(context.quotas.limit(quota));
    }
  }
}

/** A stopped instance has given its place away. */
function takeCapacity(stopped: readonly Instance[], { context }: OperationScope): void {
  for (const { region, configuration } of stopped) {
    const { type, market, subnet } = configuration;
    const pool = { type: type.name, region, zone: subnet.zone.name, market };
    if (!context.capacity.take(pool)) {
      throw launchErrors.insufficientCapacity(type.name, subnet.zone.name, market);
    }
  }
}
