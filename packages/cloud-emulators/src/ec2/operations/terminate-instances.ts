import { resourceErrors } from '../errors/resource-errors.js';
import { terminateInstance } from '../instances/change-instance.js';
import { findInstances } from '../instances/find-instances.js';
import { flag, optional } from '../protocol/parameter-schemas.js';
import { changeStates } from './change-states.js';
import { instanceIds } from './instance-ids.js';
import { defineOperation } from './operation.js';

export const terminateInstances = defineOperation({
  action: 'TerminateInstances',
  parameters: {
    Force: optional(flag),
    InstanceId: instanceIds,
    SkipOsShutdown: optional(flag),
  },
  countResources: { action: 'TerminateInstances', of: ({ InstanceId }) => InstanceId.length },
  prepare(request, scope) {
    const { clock, consistency } = scope.context;
    const store = scope.region.instances;
    const found = findInstances(store, request.InstanceId, consistency.readTime('get'));
    const protectedOnes = found.filter(({ terminationProtected }) => terminationProtected);
    const heldBack = new Set(
      protectedOnes.map(({ configuration }) => configuration.subnet.zone.name),
    );
    return () => {
      // A protected instance holds back those of its own zone, no others.
      const free = found.filter(
        ({ configuration }) => !heldBack.has(configuration.subnet.zone.name),
      );
      const answer = changeStates(free, clock.now(), (one) => terminateInstance(one, scope));
      const [first] = protectedOnes;
      if (first) throw resourceErrors.terminationProtected(first.id);
      return answer;
    };
  },
});
