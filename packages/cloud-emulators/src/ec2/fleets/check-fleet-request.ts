import { requestErrors } from '../errors/request-errors.js';
import { checkMaxPrice } from '../launching/check-max-price.js';
import { checkTemplateReference } from '../launching/check-template-reference.js';
import type { FleetRequest } from './fleet-request.js';

/** @throws ApiError for what does not go together, and for fleets that the emulator has not */
export function checkFleetRequest(request: FleetRequest): void {
  if (request.Type !== 'instant') {
    throw requestErrors.notEmulated(`A fleet of type ${request.Type ?? 'maintain'}`);
  }
  for (const options of [request.SpotOptions, request.OnDemandOptions]) {
    if (options?.MaxTotalPrice === undefined) continue;
    checkMaxPrice(options.MaxTotalPrice);
    throw requestErrors.notEmulated('The parameter MaxTotalPrice');
  }
  if ((request.SpotOptions?.InstanceInterruptionBehavior ?? 'terminate') !== 'terminate') {
    throw requestErrors.invalidParameterCombination(
      'Fleets of type instant interrupt their Spot Instances by terminating them.',
    );
  }
  for (const {
    LaunchTemplateSpecification: reference,
    Overrides,
  } of request.LaunchTemplateConfigs) {
    checkTemplateReference(reference);
    for (const { MaxPrice } of Overrides ?? []) if (MaxPrice !== undefined) checkMaxPrice(MaxPrice);
  }
  checkTargets(request);
}

function checkTargets({ TargetCapacitySpecification: target }: FleetRequest): void {
  const {
    SpotTargetCapacity: spot,
    OnDemandTargetCapacity: onDemand,
    DefaultTargetCapacityType: other,
    TotalTargetCapacity: total,
  } = target;
  const named = (spot ?? 0) + (onDemand ?? 0);
  if (named > total || (other === undefined && named < total)) {
    throw requestErrors.invalidParameterCombination(
      'SpotTargetCapacity and OnDemandTargetCapacity do not add up to TotalTargetCapacity, and there is no DefaultTargetCapacityType for the rest.',
    );
  }
}
