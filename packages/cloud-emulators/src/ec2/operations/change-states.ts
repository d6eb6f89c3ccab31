import { type Instance, phaseOf } from '../instances/instance.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { renderState } from '../wire/render-instance.js';

/** Changes instances, and answers what state each was in and is in now. */
export function changeStates(
  instances: readonly Instance[],
  now: number,
  change: (instance: Instance) => void,
): XmlFields {
  const changed = instances.map((instance) => {
    const before = phaseOf(instance, now).state;
    change(instance);
    return {
      instanceId: instance.id,
      currentState: renderState(phaseOf(instance, now).state),
      previousState: renderState(before),
    };
  });
  return { instancesSet: changed };
}
