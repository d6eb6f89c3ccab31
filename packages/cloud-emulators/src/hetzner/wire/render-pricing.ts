import { priceOf, VAT_RATE } from '../catalogue/prices.js';
import type { HetznerAccount } from '../state/account.js';
import { renderTypePrices } from './render-server-type.js';

/** Net euros times 10,000, an hour and a month. */
const primaryIpPrices = { ipv4: [8, 5000], ipv6: [0, 0] } as const;

export function renderPricing({ catalogue }: HetznerAccount) {
  const { locations, serverTypes } = catalogue;
  return {
    currency: 'EUR',
    vat_rate: VAT_RATE.toFixed(6),
    image: { price_per_gb_month: priceOf(110) },
    volume: { price_per_gb_month: priceOf(440) },
    server_backup: { percentage: '20.0000000000' },
    floating_ip: { price_monthly: priceOf(30_000) },
    floating_ips: (['ipv4', 'ipv6'] as const).map((type) => ({
      type,
      prices: locations.map(({ name }) => ({
        location: name,
        price_monthly: priceOf(type === 'ipv4' ? 30_000 : 10_000),
      })),
    })),
    primary_ips: (['ipv4', 'ipv6'] as const).map((type) => {
      const [hourly, monthly] = primaryIpPrices[type];
      const prices = { price_hourly: priceOf(hourly), price_monthly: priceOf(monthly) };
      return { type, prices: locations.map(({ name }) => ({ location: name, ...prices })) };
    }),
    server_types: serverTypes.map((type) => ({
      id: type.id,
      name: type.name,
      prices: renderTypePrices(type),
    })),
    load_balancer_types: [],
  };
}
