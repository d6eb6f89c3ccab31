import { checkTemplateReference } from '../launching/check-template-reference.js';
import { nonEmptyText, optional } from '../protocol/parameter-schemas.js';
import { renderLaunchTemplate } from '../wire/render-launch-template.js';
import { defineOperation } from './operation.js';

export const deleteLaunchTemplate = defineOperation({
  action: 'DeleteLaunchTemplate',
  parameters: {
    LaunchTemplateId: optional(nonEmptyText),
    LaunchTemplateName: optional(nonEmptyText),
  },
  prepare(request, { region: { launchTemplates }, context: { clock } }) {
    checkTemplateReference(request);
    const template = launchTemplates.resolve(request, clock.now());
    return () => {
      launchTemplates.delete(template.id);
      return { launchTemplate: renderLaunchTemplate(template, clock.now()) };
    };
  },
});
