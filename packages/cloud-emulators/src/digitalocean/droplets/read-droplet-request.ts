import * as v from 'valibot';
import type { ApiCall } from '../../emulator/api-call.js';
import { unprocessable } from '../api-errors.js';
import type { DigitalOceanSettings } from '../digitalocean-settings.js';
import {
  optionalBoolean,
  optionalText,
  optionalTexts,
  reference,
} from '../requests/body-fields.js';
import { readBody } from '../requests/read-body.js';
import { problemOfTagName } from '../tags/tag-name.js';
import { checkDropletName } from './check-droplet-name.js';
import type { DropletFeatures } from './droplet.js';

/** A creation whose fields are well-formed. Whether what they name exists is checked later. */
export interface DropletRequest {
  readonly names: readonly string[];
  /** Whether `names` was sent, which is answered with a list. */
  readonly several: boolean;
  readonly size: string;
  readonly image: string | number;
  readonly region: string | undefined;
  readonly sshKeys: readonly (string | number)[];
  readonly tags: readonly string[];
  readonly userData: string | undefined;
  readonly vpcUuid: string | undefined;
  readonly volumes: readonly string[];
  readonly features: DropletFeatures;
}

const LARGEST_USER_DATA = 65_536;
const MOST_NAMES = 10;

const backupPolicy = v.nullish(
  v.strictObject(
    {
      plan: v.optional(v.picklist(['daily', 'weekly'], 'must be daily or weekly')),
      weekday: v.optional(
        v.picklist(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'], 'must be a day such as SUN'),
      ),
      hour: v.optional(v.picklist([0, 4, 8, 12, 16, 20], 'must be 0, 4, 8, 12, 16 or 20')),
    },
    'must have plan, weekday and hour only',
  ),
);

const dropletFields = {
  name: optionalText,
  names: v.nullish(v.array(v.string('must be a string'), 'must be a list')),
  region: optionalText,
  size: v.nullish(reference),
  image: v.nullish(reference),
  ssh_keys: v.nullish(v.array(reference, 'must be a list'), []),
  backups: optionalBoolean,
  backup_policy: backupPolicy,
  ipv6: optionalBoolean,
  monitoring: optionalBoolean,
  tags: optionalTexts,
  user_data: optionalText,
  private_networking: optionalBoolean,
  volumes: optionalTexts,
  vpc_uuid: optionalText,
  with_droplet_agent: optionalBoolean,
  public_networking: optionalBoolean,
};

/** @throws ApiError 400, 415 or 422 for what the API does not take */
export function readDropletRequest(call: ApiCall, settings: DigitalOceanSettings): DropletRequest {
  const body = readBody(call, dropletFields, settings);
  const names = readNames(body.name ?? undefined, body.names ?? undefined);
  for (const tag of body.tags ?? []) {
    const problem = problemOfTagName(tag);
    if (problem !== undefined) throw unprocessable(problem);
  }
  const userData = body.user_data ?? undefined;
  if (userData !== undefined && Buffer.byteLength(userData) > LARGEST_USER_DATA) {
    throw unprocessable('user_data must not be larger than 64 KiB');
  }
  const publicNetworking = body.public_networking ?? true;
  if (!publicNetworking && body.ipv6) {
    throw unprocessable('ipv6 must be false when public_networking is false');
  }
  if (typeof body.size === 'number') throw invalid('size');
  return {
    names,
    several: body.names !== undefined && body.names !== null,
    size: body.size ?? '',
    image: body.image ?? '',
    region: body.region || undefined,
    sshKeys: body.ssh_keys ?? [],
    tags: body.tags ?? [],
    userData,
    vpcUuid: body.vpc_uuid || undefined,
    volumes: body.volumes ?? [],
    features: {
      backups: body.backups ?? false,
      ipv6: body.ipv6 ?? false,
      monitoring: body.monitoring ?? false,
      agent: body.with_droplet_agent ?? true,
      publicNetworking,
    },
  };
}

/** The error for a size, image or region that does not exist. */
export const invalid = (what: 'size' | 'image' | 'region') =>
  unprocessable(`You specified an invalid ${what} for Droplet creation.`);

function readNames(name: string | undefined, names: readonly string[] | undefined) {
  if (name !== undefined && names !== undefined) {
    throw unprocessable('name and names must not be given together');
  }
  const all = names ?? (name === undefined ? [] : [name]);
  if (all.length === 0) throw unprocessable("Name can't be blank");
  if (all.length > MOST_NAMES) {
    throw unprocessable(`You can only create up to ${MOST_NAMES} Droplets at once.`);
  }
  for (const each of all) checkDropletName(each);
  return all;
}
