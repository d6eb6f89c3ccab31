import { launchErrors } from '../errors/launch-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { checkUserData } from '../launching/check-user-data.js';
import { launchParametersNotEmulated, launchTemplateData } from '../launching/launch-parameters.js';
import { nonEmptyText, optional, text } from '../protocol/parameter-schemas.js';
import { checkClientToken } from '../state/check-client-token.js';
import { fingerprintOf } from '../state/request-fingerprint.js';
import { mergeTags, readTagSpecifications, tagSpecifications } from '../tags/tag-specifications.js';
import { renderLaunchTemplate } from '../wire/render-launch-template.js';
import { defineOperation } from './operation.js';

/** For launch templates EC2 takes longer tokens than for launches. */
const MAXIMUM_TOKEN_LENGTH = 128;

export const createLaunchTemplate = defineOperation({
  action: 'CreateLaunchTemplate',
  parameters: {
    ClientToken: optional(text),
    LaunchTemplateData: launchTemplateData,
    LaunchTemplateName: nonEmptyText,
    TagSpecification: optional(tagSpecifications),
    VersionDescription: optional(text),
  },
  notEmulated: [
    'Operator',
    ...launchParametersNotEmulated.map((name) => `LaunchTemplateData.${name}`),
    'LaunchTemplateData.InstanceRequirements',
    'LaunchTemplateData.RamDiskId',
  ],
  prepare({ ClientToken: clientToken = '', ...request }, { region, context }) {
    const { LaunchTemplateName: name, LaunchTemplateData: parameters } = request;
    checkClientToken(clientToken, MAXIMUM_TOKEN_LENGTH);
    const tokens = region.launchTemplateTokens;
    const fingerprint = fingerprintOf(request);
    const used = clientToken === '' ? undefined : tokens.find(clientToken, fingerprint);
    if (used?.result) {
      const again = used.result;
      return () => ({ launchTemplate: renderLaunchTemplate(again, context.clock.now()) });
    }
    if (!/^[A-Za-z0-9\-_./()]{3,128}$/.test(name)) {
      throw resourceErrors.launchTemplateNameMalformed(name);
    }
    const tags = readTagSpecifications(request.TagSpecification, ['launch-template']);
    if (tags.size > 0) context.permissions.require('CreateTags');
    readTagSpecifications(parameters.TagSpecification, taggableByTemplates);
    if (parameters.UserData !== undefined) checkUserData(parameters.UserData);
    if (region.launchTemplates.named(name)) throw resourceErrors.launchTemplateNameTaken();
    if (!context.quotas.allows('launchTemplates', region.launchTemplates.count)) {
      throw launchErrors.templateLimitExceeded(context.quotas.limit('launchTemplates'));
    }
    return () => {
      const template = region.launchTemplates.create(
        `lt-${region.random.hex(17)}`,
        name,
        parameters,
        mergeTags(undefined, tags.get('launch-template')),
      );
      if (clientToken !== '') tokens.bind(clientToken, fingerprint, template);
      return { launchTemplate: renderLaunchTemplate(template, context.clock.now()) };
    };
  },
});

const taggableByTemplates = [
  'instance',
  'volume',
  'network-interface',
  'spot-instances-request',
] as const;
