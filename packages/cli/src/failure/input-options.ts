import type { InputIssue } from '@stagely/core';

/** Which option an input of the library comes from, by the start of its path. */
const OPTIONS = new Map([
  ['type', '--provider'],
  ['instanceId', 'the instance id'],
  ['spec.size', '--size'],
  ['spec.architecture', '--architecture'],
  ['spec.region', '--region'],
  ['spec.userData', '--user-data-file'],
  ['spec.tags', '--tag'],
  ['spec.spotInstance', '--spot'],
  ['spec.idempotencyKey', '--idempotency-key'],
  ['policy.idempotencyKey', '--idempotency-key'],
  ['spec.expiresAt', '--expires-in'],
  ['spec.providerOptions', '--provider-options'],
  ['filter.tags', '--tag'],
  ['filter.region', '--region'],
  ['filter.idempotencyKey', '--key'],
  ['options.tags', '--tag'],
  ['options.context', '--context'],
]);

/** The options that wrong inputs come from, each once. */
export function optionsOf(issues: readonly InputIssue[]): string[] {
  const found = issues.flatMap(({ path }) => {
    const [root = '', field] = path.split('.');
    return OPTIONS.get(root) ?? OPTIONS.get(`${root}.${field}`) ?? [];
  });
  return [...new Set(found)];
}
