/** A price without and with VAT, in euros, as the decimal texts of the API. */
export interface Price {
  readonly net: string;
  readonly gross: string;
}

/** Percent. */
export const VAT_RATE = 19;

/** @param tenThousandths net euros times 10,000: 64 is €0.0064 */
export function priceOf(tenThousandths: number): Price {
  return {
    net: decimal(tenThousandths, 4, 10),
    gross: decimal(tenThousandths * (100 + VAT_RATE), 6, 16),
  };
}

/** Whole numbers only, because fractions in binary show in the last of sixteen places. */
function decimal(units: number, scale: number, places: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale).padEnd(places, '0')}`;
}
