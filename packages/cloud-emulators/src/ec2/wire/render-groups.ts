import type { SecurityGroup } from '../network/region-network.js';
import type { XmlFields } from '../protocol/render-xml.js';

export function renderGroups(groups: readonly SecurityGroup[]): XmlFields[] {
  return groups.map(({ id, name }) => ({ groupId: id, groupName: name }));
}
