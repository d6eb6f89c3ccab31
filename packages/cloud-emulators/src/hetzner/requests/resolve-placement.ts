import type { Location } from '../catalogue/locations.js';
import type { ServerType } from '../catalogue/server-types.js';
import { invalidInput } from '../errors.js';
import type { HetznerAccount } from '../state/account.js';
import { findByReference, unknownReference } from './find-reference.js';

/** A type and a place that sells it. */
export interface Placement {
  readonly type: ServerType;
  readonly location: Location;
}

/** @throws ApiError when either does not exist, or the location does not sell the type (any more) */
export function resolvePlacement(
  account: HetznerAccount,
  typeReference: string,
  locationReference: string | undefined,
): Placement {
  const { catalogue } = account;
  const type = findByReference(catalogue.serverTypes, typeReference);
  if (type === undefined) throw unknownReference(account, 'server type');
  const location =
    locationReference === undefined
      ? chooseLocation(account, type)
      : findByReference(catalogue.locations, locationReference);
  if (location === undefined) throw unknownReference(account, 'location');
  const offer = type.offers.get(location.name);
  if (offer === undefined) throw invalidInput('unsupported location for server type');
  if (hasEnded(account, type, location.name)) {
    throw invalidInput(`server type ${type.id} is deprecated`);
  }
  return { type, location };
}

/** Whether a location no longer sells a type that it once did. */
export function hasEnded(account: HetznerAccount, type: ServerType, location: string): boolean {
  const deprecation = type.offers.get(location)?.deprecation ?? null;
  return (
    deprecation !== null && Date.parse(deprecation.unavailableAfter) <= account.context.clock.now()
  );
}

/** The first that sells the type and has it in stock, else the first that sells it, else the first. */
function chooseLocation(account: HetznerAccount, type: ServerType): Location | undefined {
  const { catalogue, context } = account;
  const selling = catalogue.locations.filter(
    ({ name }) => type.offers.has(name) && !hasEnded(account, type, name),
  );
  const inStock = selling.find(
    ({ name }) =>
      catalogue.whyDisabled(name) === undefined &&
      context.capacity.available({ type: type.name, region: name, market: 'on-demand' }) > 0,
  );
  return inStock ?? selling[0] ?? catalogue.locations[0];
}
