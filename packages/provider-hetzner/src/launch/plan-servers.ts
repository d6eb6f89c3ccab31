import { type InputIssue, NetworkFailureError } from '@stagely/core';
import { type Call, invalidInput } from '@stagely/core/plugin';
import { imageCandidates, serverTypeCandidates } from '../catalogue/candidates.js';
import type { Catalogue, Offers } from '../catalogue/catalogue.js';
import { toCloudArchitecture } from '../catalogue/cloud-architecture.js';
import { findOffer } from '../catalogue/find-offer.js';
import { rankServerTypes } from '../catalogue/rank-server-types.js';
import type { HetznerSpec } from '../parse-hetzner-spec.js';

/** One way to make a machine. */
export interface ServerPlan {
  /** A name. */
  readonly serverType: string;
  /** An id, or a name where the id could not be found out. */
  readonly image: string;
}

/**
 * The ways to make the machine of a spec, by what Hetzner sells. When Hetzner does not say what it sells, all
 * candidates are to be tried in their order.
 *
 * @throws InvalidInputError when location, server type or image do not exist or do not fit together
 */
export async function planServers(
  catalogue: Catalogue,
  spec: HetznerSpec,
  call: Call,
  now: number,
): Promise<ServerPlan[]> {
  const offers = await unlessUnavailable(() => catalogue.readOffers(call));
  const serverTypes = offers === undefined ? candidatesOf(spec) : choose(spec, offers, call, now);
  const image = await chooseImage(catalogue, spec, call);
  return serverTypes.map((serverType) => ({ serverType, image }));
}

function candidatesOf({ size, architecture, options }: HetznerSpec): readonly string[] {
  return options.instanceType === undefined
    ? serverTypeCandidates[architecture][size]
    : [options.instanceType];
}

function choose(spec: HetznerSpec, offers: Offers, { operation }: Call, now: number): string[] {
  const { region } = spec;
  if (!offers.locations.includes(region)) {
    const message = `must be one of ${offers.locations.join(', ')}: Hetzner has no location "${region}"`;
    throw invalidInput(operation, [{ path: 'spec.region', message }]);
  }
  const candidates = candidatesOf(spec);
  const architecture = toCloudArchitecture(spec.architecture);
  const ranked = rankServerTypes(offers.serverTypes, {
    candidates,
    architecture,
    location: region,
    now,
  });
  if (ranked.length > 0) return ranked;
  throw invalidInput(operation, [notSold(spec, offers, now)]);
}

/** Why no candidate will do. */
function notSold(spec: HetznerSpec, { serverTypes, locations }: Offers, now: number): InputIssue {
  const { region, options, architecture } = spec;
  const candidates = candidatesOf(spec);
  const known = serverTypes.filter(({ name }) => candidates.includes(name));
  const fitting = known.filter((type) => type.architecture === toCloudArchitecture(architecture));
  const selling = locations.filter((location) =>
    fitting.some((type) => findOffer(type, location, now) !== undefined),
  );
  const path =
    options.instanceType === undefined
      ? 'spec.region'
      : 'spec.providerOptions.hetzner.instanceType';
  const names = candidates.join(', ');
  if (known.length === 0) return { path, message: `names ${names}, which Hetzner does not sell` };
  if (fitting.length === 0)
    return { path, message: `names ${names}, which is not ${architecture}` };
  const elsewhere = selling.length === 0 ? 'nowhere any more' : `in ${selling.join(', ')} only`;
  return { path, message: `does not fit: ${names} can be had ${elsewhere}, not in ${region}` };
}

async function chooseImage(
  catalogue: Catalogue,
  { architecture, options }: HetznerSpec,
  call: Call,
): Promise<string> {
  if (options.image !== undefined && /^\d+$/.test(options.image)) return options.image;
  const names = options.image === undefined ? imageCandidates : [options.image];
  for (const name of names) {
    const found = await unlessUnavailable(async () => ({
      image: await catalogue.findImage(name, toCloudArchitecture(architecture), call),
    }));
    // Hetzner does not say, so the name has to do: for x86 it does.
    if (found === undefined) return name;
    if (found.image !== undefined) return String(found.image.id);
  }
  const message = `names ${names.join(', ')}, which Hetzner does not have for ${architecture}`;
  throw invalidInput(call.operation, [{ path: 'spec.providerOptions.hetzner.image', message }]);
}

/** What is read, or `undefined` when Hetzner cannot be asked just now. */
async function unlessUnavailable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NetworkFailureError) return undefined;
    throw error;
  }
}
