/** The ranges that RFC 5737 sets aside for documentation, then the one of RFC 2544 for benchmarks. */
const PUBLIC_RANGES = [
  { network: [192, 0, 2, 0], prefixLength: 24 },
  { network: [198, 51, 100, 0], prefixLength: 24 },
  { network: [203, 0, 113, 0], prefixLength: 24 },
  { network: [198, 18, 0, 0], prefixLength: 15 },
] as const;

const PRIVATE_NETWORK = [10, 0, 0, 0] as const;

/** The addresses of one instance. */
export interface AddressPair {
  readonly publicIp: string;
  readonly privateIp: string;
}

/** Gives out every address once: 131,832 of them, none of which belongs to a machine on the internet. */
export class AddressPool {
  #taken = 0;

  /** The next addresses; `undefined` when there are none left. */
  take(): AddressPair | undefined {
    const publicIp = publicAddress(this.#taken);
    if (publicIp === undefined) return undefined;
    this.#taken++;
    return { publicIp, privateIp: addressAt(PRIVATE_NETWORK, this.#taken) };
  }
}

function publicAddress(index: number): string | undefined {
  let rest = index;
  for (const { network, prefixLength } of PUBLIC_RANGES) {
    const hosts = 2 ** (32 - prefixLength) - 2;
    if (rest < hosts) return addressAt(network, rest + 1);
    rest -= hosts;
  }
  return undefined;
}

function addressAt(network: readonly number[], offset: number): string {
  const address = network.reduce((sum, octet) => sum * 256 + octet, 0) + offset;
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
