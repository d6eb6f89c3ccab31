import { createHash } from 'node:crypto';
import { canonicalJson } from '@stagely/core/plugin';

/**
 * The name of the launch template of a key and generation. What is in the template is part of it, so that whoever finds
 * the name taken finds the same template.
 */
export function launchTemplateName(
  idempotencyKeyHash: string,
  generation: number,
  data: unknown,
): string {
  const content = createHash('sha256')
    .update(canonicalJson([generation, data]))
    .digest('hex');
  return `stagely-${idempotencyKeyHash}-${content.slice(0, 16)}`;
}
