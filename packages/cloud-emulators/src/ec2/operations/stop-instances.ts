import { resourceErrors } from '../errors/resource-errors.js';
import { stopInstance } from '../instances/change-instance.js';
import { findInstances } from '../instances/find-instances.js';
import { phaseOf } from '../instances/instance.js';
import { flag, optional } from '../protocol/parameter-schemas.js';
import { changeStates } from './change-states.js';
import { instanceIds } from './instance-ids.js';
import { defineOperation } from './operation.js';

export const stopInstances = defineOperation({
  action: 'StopInstances',
  parameters: {
    Force: optional(flag),
    InstanceId: instanceIds,
    SkipOsShutdown: optional(flag),
  },
  notEmulated: ['Hibernate'],
  countResources: { action: 'StopInstances', of: ({ InstanceId }) => InstanceId.length },
  prepare(request, scope) {
    const { clock, consistency } = scope.context;
    const store = scope.region.instances;
    const found = findInstances(store, request.InstanceId, consistency.readTime('get'));
    for (const instance of found) {
      const { id, configuration } = instance;
      const { state } = phaseOf(instance, clock.now());
      if (!['running', 'stopping', 'stopped'].includes(state)) {
        throw resourceErrors.incorrectState(id, 'stopped');
      }
      if (configuration.stopProtected) throw resourceErrors.stopProtected(id);
      if (configuration.market === 'spot' && !configuration.persistentRequest) {
        throw resourceErrors.oneTimeSpotStop(id);
      }
    }
    return () => changeStates(found, clock.now(), (instance) => stopInstance(instance, scope));
  },
});
