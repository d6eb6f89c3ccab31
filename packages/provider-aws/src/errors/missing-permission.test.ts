import { expect, test } from 'vitest';
import { readMissingPermission } from './missing-permission.js';

const NAMED = 'User: x is not authorized to perform';

test.each([
  ['SsmAccessDenied', 'Access denied', 'ssm:GetParameters'],
  ['AuthFailure.ServiceLinkedRoleCreationNotPermitted', 'No', 'iam:CreateServiceLinkedRole'],
  ['UnauthorizedOperation', `${NAMED}: ssm:GetParameters on resource: y`, 'ssm:GetParameters'],
  ['UnauthorizedOperation', `${NAMED} service-x2:Do because of z`, 'service-x2:Do'],
  ['UnauthorizedOperation', `${NAMED}:\n  iam:PassRole`, 'iam:PassRole'],
  ['UnauthorizedOperation', `${NAMED} this operation.`, 'ec2:RunInstances'],
  ['UnauthorizedOperation', '', 'ec2:RunInstances'],
  ['AuthFailure', `${NAMED}: ssm:GetParameters`, undefined],
  ['', `${NAMED}: ssm:GetParameters`, undefined],
])('"%s": "%s" is for want of %s', (code, text, permission) => {
  expect(readMissingPermission(code, text, 'RunInstances')).toBe(permission);
});
