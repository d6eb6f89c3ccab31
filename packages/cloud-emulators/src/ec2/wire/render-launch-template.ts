import type { XmlFields } from '../protocol/render-xml.js';
import type { LaunchTemplate } from '../state/launch-template-store.js';
import { ACCOUNT_ID } from './account.js';
import { renderTags, unlessEmpty } from './render-tags.js';

export function renderLaunchTemplate(template: LaunchTemplate, asOf: number): XmlFields {
  const { id, name, createdAt, tags } = template;
  return {
    launchTemplateId: id,
    launchTemplateName: name,
    createTime: new Date(createdAt),
    createdBy: `arn:aws:iam::${ACCOUNT_ID}:user/emulated`,
    defaultVersionNumber: 1,
    latestVersionNumber: 1,
    tagSet: unlessEmpty(renderTags(tags.asOf(asOf) ?? tags.current)),
  };
}
