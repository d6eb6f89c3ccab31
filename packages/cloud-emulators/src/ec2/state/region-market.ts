import type { Clock } from '@stagely/core/plugin';
import {
  findInstanceType,
  type InstanceType,
  instanceTypes,
  isSoldByDefault,
} from '../catalogue/instance-types.js';
import type { Zone } from '../catalogue/regions.js';
import { defaultSpotPrice } from '../catalogue/spot-prices.js';

/** A price that held from a time on. */
export interface PriceChange {
  readonly from: number;
  /** Dollars an hour. */
  readonly price: number;
}

/** What a Region sells, where, and at which spot price. */
export class RegionMarket {
  readonly #clock: Clock;
  readonly #openedAt: number;
  readonly #sold = new Map<string, boolean>();
  readonly #prices = new Map<string, PriceChange[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#openedAt = clock.now();
  }

  /** Whether a zone sells a type at all, whatever is left of it. */
  sells(type: InstanceType, zone: Zone): boolean {
    return this.#sold.get(keyOf(type.name, zone)) ?? isSoldByDefault(type, zone.name);
  }

  setSold(type: string, zone: Zone, sold: boolean): void {
    this.#sold.set(keyOf(type, zone), sold);
  }

  /** The types that at least one of the zones sells. */
  typesIn(zones: readonly Zone[]): InstanceType[] {
    return instanceTypes.filter((type) => zones.some((zone) => this.sells(type, zone)));
  }

  spotPrice(type: InstanceType, zone: Zone): number {
    return this.spotPrices(type, zone).at(-1)?.price ?? defaultSpotPrice(type, zone.name);
  }

  setSpotPrice(typeName: string, zone: Zone, price: number): void {
    const type = findInstanceType(typeName);
    if (type === undefined) throw new RangeError(`There is no instance type ${typeName}.`);
    if (!(price > 0)) throw new RangeError(`A spot price must be above 0, not ${price}.`);
    this.#prices.set(keyOf(typeName, zone), [
      ...this.spotPrices(type, zone),
      { from: this.#clock.now(), price },
    ]);
  }

  /** All spot prices so far, oldest first. */
  spotPrices(type: InstanceType, zone: Zone): readonly PriceChange[] {
    return (
      this.#prices.get(keyOf(type.name, zone)) ?? [
        { from: this.#openedAt, price: defaultSpotPrice(type, zone.name) },
      ]
    );
  }
}

function keyOf(type: string, zone: Zone): string {
  return `${type} ${zone.name}`;
}
