import { Ipv4Sequence } from '../../random/ipv4-sequence.js';
import type { Droplet, DropletAddresses } from './droplet.js';

const PUBLIC_BLOCK = '198.18.0.0/15';
const PUBLIC_NETMASK = '255.254.0.0';
const PUBLIC_GATEWAY = '198.18.0.1';
const PRIVATE_BLOCK = '10.128.0.0/9';
const PRIVATE_NETMASK = '255.128.0.0';
/** From the block that is set aside for documentation (RFC 3849). */
const IPV6_PREFIX = '2001:db8:0:1010::';

/** Hands out the addresses of droplets. */
export class DropletAddressSequence {
  readonly #public = new Ipv4Sequence(PUBLIC_BLOCK);
  readonly #private = new Ipv4Sequence(PRIVATE_BLOCK);

  constructor() {
    // The first public one is the gateway's.
    this.#public.next();
  }

  next(dropletId: number): DropletAddresses {
    const high = Math.floor(dropletId / 65_536).toString(16);
    const low = (dropletId % 65_536).toString(16);
    return {
      private: this.#private.next(),
      public: this.#public.next(),
      ipv6: `${IPV6_PREFIX}${high}:${low}`,
    };
  }
}

/** The networks of a droplet as they are at a time, the private one first. */
export function renderNetworks(droplet: Droplet, asOf: number) {
  const { addresses, features, privateAddressAt, publicAddressAt } = droplet;
  const isPublic = features.publicNetworking && publicAddressAt <= asOf;
  const privateEntry = {
    ip_address: addresses.private,
    netmask: PRIVATE_NETMASK,
    // The API's own way of saying that there is none.
    gateway: 'nil',
    type: 'private',
  };
  const publicEntry = {
    ip_address: addresses.public,
    netmask: PUBLIC_NETMASK,
    gateway: PUBLIC_GATEWAY,
    type: 'public',
  };
  const ipv6Entry = {
    ip_address: addresses.ipv6,
    netmask: 64,
    gateway: `${IPV6_PREFIX}1`,
    type: 'public',
  };
  return {
    v4: [...(privateAddressAt <= asOf ? [privateEntry] : []), ...(isPublic ? [publicEntry] : [])],
    v6: isPublic && features.ipv6 ? [ipv6Entry] : [],
  };
}
