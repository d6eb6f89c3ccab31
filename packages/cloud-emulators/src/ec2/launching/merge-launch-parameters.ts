import type { LaunchParameters } from './launch-parameters.js';

/** A launch template with what a request says in its place: field by field, tags by type and key. */
export function mergeLaunchParameters(
  template: LaunchParameters,
  request: LaunchParameters,
): LaunchParameters {
  const given = Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  );
  return {
    ...template,
    ...given,
    TagSpecification: mergeTagSpecifications(template.TagSpecification, request.TagSpecification),
  };
}

type TagSpecifications = LaunchParameters['TagSpecification'];

function mergeTagSpecifications(
  template: TagSpecifications = [],
  request: TagSpecifications = [],
): TagSpecifications {
  const types = new Set([...template, ...request].map(({ ResourceType }) => ResourceType));
  return Array.from(types, (ResourceType) => {
    const own = request
      .filter((one) => one.ResourceType === ResourceType)
      .flatMap(({ Tag }) => Tag);
    const keys = new Set(own.map(({ Key }) => Key));
    const kept = template
      .filter((one) => one.ResourceType === ResourceType)
      .flatMap(({ Tag }) => Tag)
      .filter(({ Key }) => !keys.has(Key));
    return { ResourceType, Tag: [...kept, ...own] };
  });
}
