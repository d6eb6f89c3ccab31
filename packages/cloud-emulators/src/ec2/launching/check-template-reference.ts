import { requestErrors } from '../errors/request-errors.js';
import { resourceErrors } from '../errors/resource-errors.js';
import { isResourceId } from '../errors/resource-kinds.js';
import type { TemplateReference } from '../state/launch-template-store.js';

/** @throws ApiError unless there is exactly one of a well-formed id and a name */
export function checkTemplateReference(reference: TemplateReference): void {
  const { LaunchTemplateId: id, LaunchTemplateName: name } = reference;
  if (id === undefined && name === undefined) {
    throw requestErrors.missingParameter('LaunchTemplateId or LaunchTemplateName');
  }
  if (id !== undefined && name !== undefined) {
    throw requestErrors.invalidParameterCombination(
      'Only one of the launch template ID and the launch template name may be specified.',
    );
  }
  if (id !== undefined && !isResourceId('launchTemplate', id)) {
    throw resourceErrors.malformedId('launchTemplate', id);
  }
}
