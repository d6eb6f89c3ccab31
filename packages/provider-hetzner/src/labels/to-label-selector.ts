import type { InstanceFilter } from '@stagely/core';
import { hashIdempotencyKey, OWNERSHIP_TAG } from '@stagely/core/plugin';
import { encodeLabelText } from './label-text.js';
import { tagProblem } from './tag-labels.js';

/** How many tags of a filter the cloud is asked for: more would make an address that is too long. */
const MAX_TERMS = 20;

/**
 * The label selector that lets through at least what a filter asks for. An empty value is asked for as a label that
 * is there, because the selector's grammar has no word for it.
 */
export function toLabelSelector({ tags = {}, idempotencyKey }: InstanceFilter): string {
  const wanted = Object.entries(tags).filter(
    ([key, value]) => tagProblem(key, value) === undefined,
  );
  return [
    OWNERSHIP_TAG.managed,
    ...(idempotencyKey === undefined
      ? []
      : [`${OWNERSHIP_TAG.idempotencyKeyHash}=${hashIdempotencyKey(idempotencyKey)}`]),
    ...wanted
      .slice(0, MAX_TERMS)
      .map(([key, value]) =>
        value === '' ? encodeLabelText(key) : `${encodeLabelText(key)}=${encodeLabelText(value)}`,
      ),
  ].join(',');
}
