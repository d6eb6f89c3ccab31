import type { LaunchTemplate } from '../state/launch-template-store.js';
import type { Tags } from '../tags/tags.js';

/** The tags that EC2 itself gives an instance that was launched from a template. */
export function templateTags(template: LaunchTemplate): Tags {
  return new Map([
    ['aws:ec2launchtemplate:id', template.id],
    ['aws:ec2launchtemplate:version', '1'],
  ]);
}
