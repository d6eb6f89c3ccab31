import * as v from 'valibot';
import { strictFields } from '../validation/schemas.js';

/**
 * What is unverified of the real API, or differs from time to time. The defaults are the most careful
 * reading; `docs/emulated-clouds/hetzner.md` has the reasons.
 */
export interface HetznerBehaviour {
  /** Whether a server with a running action refuses others with 423 `locked`. Default: true. */
  readonly locking: boolean;
  /** Whether that goes for a change of name and labels as well. Default: `refuse`. */
  readonly updatesWhileLocked: 'refuse' | 'allow';
  /** Unknown body fields and query parameters: 422 `invalid_input`, or as if absent. Default: `refuse`. */
  readonly unknownInput: 'refuse' | 'ignore';
  /** `per_page` above 50: 422 `invalid_input`, or 50. Default: `refuse`. */
  readonly largePages: 'refuse' | 'clamp';
  /**
   * How a create call names an image, type, location or key that does not exist: 422 `invalid_input`, as seen
   * for images, or 404 `not_found`. Networks, volumes, firewalls and placement groups are always 404.
   * Default: `invalid_input`.
   */
  readonly unknownReference: 'invalid_input' | 'not_found';
  /**
   * What an image name means for an arm type: always the x86 image, which is refused, or the one that fits.
   * Default: `x86`.
   */
  readonly imageName: 'x86' | 'fitting';
  /** How a write with a read-only token is refused. Default: 403 `token_readonly`. */
  readonly readOnlyToken: {
    readonly status: 401 | 403;
    readonly code: 'token_readonly' | 'forbidden';
  };
  /** How empty labels are shown; an array was seen live once. Default: `object`. */
  readonly emptyLabels: 'object' | 'array';
  /** Whether running and successful actions carry an error object, as in official examples. Default: false. */
  readonly errorOnEveryAction: boolean;
  /** Whether lists tell `last_page` and `total_entries`, or null for both. Default: true. */
  readonly totals: boolean;
  /** Whether primary IPs made for a server go with it. Default: true. */
  readonly autoDeletePrimaryIps: boolean;
  /** The message of 412 `resource_unavailable` for a type that is sold out. */
  readonly soldOutMessage: string;
  /**
   * Adds the removed field `datacenter` to servers, for clients that cannot do without it (hcloud-js
   * 1.4.1). The real API has not had it since July 2026. Default: false.
   */
  readonly removedDatacenterField: boolean;
}

export const defaultBehaviour: HetznerBehaviour = {
  locking: true,
  updatesWhileLocked: 'refuse',
  unknownInput: 'refuse',
  largePages: 'refuse',
  unknownReference: 'invalid_input',
  imageName: 'x86',
  readOnlyToken: { status: 403, code: 'token_readonly' },
  emptyLabels: 'object',
  errorOnEveryAction: false,
  totals: true,
  autoDeletePrimaryIps: true,
  soldOutMessage: 'error during placement',
  removedDatacenterField: false,
};

const flag = v.optional(v.boolean('must be true or false'));

function oneOf<const Values extends readonly string[]>(values: Values) {
  return v.optional(v.picklist(values, `must be one of ${values.join(', ')}`));
}

export const behaviourSchema = strictFields({
  locking: flag,
  updatesWhileLocked: oneOf(['refuse', 'allow']),
  unknownInput: oneOf(['refuse', 'ignore']),
  largePages: oneOf(['refuse', 'clamp']),
  unknownReference: oneOf(['invalid_input', 'not_found']),
  imageName: oneOf(['x86', 'fitting']),
  readOnlyToken: v.optional(
    strictFields({
      status: v.picklist([401, 403], 'must be 401 or 403'),
      code: v.picklist(['token_readonly', 'forbidden'], 'must be token_readonly or forbidden'),
    }),
  ),
  emptyLabels: oneOf(['object', 'array']),
  errorOnEveryAction: flag,
  totals: flag,
  autoDeletePrimaryIps: flag,
  soldOutMessage: v.optional(v.string('must be a text')),
  removedDatacenterField: flag,
});

/** Some of the behaviour, to be laid over the rest. */
export type BehaviourChanges = v.InferInput<typeof behaviourSchema>;

/** What was given as undefined was not given. */
export function changeBehaviour(
  behaviour: HetznerBehaviour,
  changes: BehaviourChanges,
): HetznerBehaviour {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...behaviour, ...Object.fromEntries(given) };
}
