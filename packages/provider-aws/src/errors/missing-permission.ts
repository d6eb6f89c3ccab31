/** Which right is missing; `undefined` when the refusal is not about rights. */
export function readMissingPermission(
  code: string,
  text: string,
  action: string,
): string | undefined {
  if (code === 'SsmAccessDenied') return 'ssm:GetParameters';
  if (code === 'AuthFailure.ServiceLinkedRoleCreationNotPermitted') {
    return 'iam:CreateServiceLinkedRole';
  }
  if (code !== 'UnauthorizedOperation') return undefined;
  const [, named] = /not authorized to perform:?\s+([a-z0-9-]+:[A-Za-z]+)/.exec(text) ?? [];
  return named ?? `ec2:${action}`;
}
