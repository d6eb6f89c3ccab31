/** In the currency of the account, without and with VAT. */
export interface HetznerPrice {
  readonly net: number;
  readonly gross: number;
}

/** What a server type costs in one location. */
export interface HetznerServerTypePrice {
  readonly location: string;
  readonly priceHourly: HetznerPrice;
  /** The most that a month costs. */
  readonly priceMonthly: HetznerPrice;
}

/** Whether a location has a server type. A location that is not listed does not. */
export interface HetznerServerTypeLocation {
  readonly name: string;
  /** When its end was announced, and from when it cannot be had any more. */
  readonly deprecation: { readonly announced: Date; readonly unavailableAfter: Date } | null;
  /** Whether it is in stock, as far as Hetzner says so. */
  readonly available: boolean;
  readonly recommended: boolean;
}

/** A size of server. */
export interface HetznerServerType {
  readonly id: number;
  /** `cx23`. */
  readonly name: string;
  readonly description: string;
  readonly cores: number;
  /** GB. */
  readonly memory: number;
  /** GB. */
  readonly disk: number;
  readonly storageType: string;
  /** `x86` or `arm`. */
  readonly architecture: string;
  readonly prices: readonly HetznerServerTypePrice[];
  readonly locations: readonly HetznerServerTypeLocation[];
}
