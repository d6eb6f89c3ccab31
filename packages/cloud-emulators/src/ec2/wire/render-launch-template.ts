import type { XmlFields } from '../protocol/render-xml.js';
import type { LaunchTemplate } from '../state/launch-template-store.js';
import { USER_ARN } from './account.js';
import { renderTags } from './render-tags.js';

export function renderLaunchTemplate(template: LaunchTemplate, asOf: number): XmlFields {
  const { id, name, createdAt, tags } = template;
  return {
    launchTemplateId: id,
    launchTemplateName: name,
    createTime: new Date(createdAt),
    createdBy: USER_ARN,
    defaultVersionNumber: 1,
    latestVersionNumber: 1,
    tagSet: renderTags(tags.asOf(asOf) ?? tags.current),
  };
}
