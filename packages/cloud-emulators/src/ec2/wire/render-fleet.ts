import type { Fleet, FleetCandidate } from '../fleets/fleet.js';
import type { XmlFields } from '../protocol/render-xml.js';

export function renderFleet({ id, launches, failures }: Fleet): XmlFields {
  return {
    fleetId: id,
    errorSet: failures.map(({ candidate, market, code, message }) => ({
      launchTemplateAndOverrides: renderCandidate(candidate),
      lifecycle: market,
      errorCode: code,
      errorMessage: message,
    })),
    fleetInstanceSet: launches.map(({ candidate, market, instances }) => {
      const configuration = instances[0]?.configuration;
      return {
        launchTemplateAndOverrides: renderCandidate(candidate),
        lifecycle: market,
        instanceIds: instances.map((instance) => instance.id),
        instanceType: configuration?.type.name,
        availabilityZone: configuration?.subnet.zone.name,
        availabilityZoneId: configuration?.subnet.zone.id,
        subnetId: configuration?.subnet.id,
      };
    }),
  };
}

function renderCandidate({ template, version, override }: FleetCandidate): XmlFields {
  return {
    launchTemplateSpecification: {
      launchTemplateId: template.id,
      version: version.startsWith('$') ? '1' : version,
    },
    overrides: {
      instanceType: override.InstanceType ?? template.parameters.InstanceType,
      maxPrice: override.MaxPrice,
      subnetId: override.SubnetId,
      availabilityZone: override.AvailabilityZone,
      availabilityZoneId: override.AvailabilityZoneId,
      weightedCapacity: override.WeightedCapacity,
      priority: override.Priority,
      imageId: override.ImageId,
    },
  };
}
