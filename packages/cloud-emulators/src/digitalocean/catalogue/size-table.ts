import type { Size } from './sizes.js';

const everywhere = 'ams3 blr1 fra1 lon1 nyc1 nyc3 sfo3 sgp1 syd1 tor1'.split(' ');
const withoutNyc3 = everywhere.filter((slug) => slug !== 'nyc3');
const withoutSyd1 = everywhere.filter((slug) => slug !== 'syd1');
const premium = [...everywhere, 'nyc2', 'sfo2'];
const large = 'ams3 fra1 nyc1 nyc3 sfo3'.split(' ');

/** Slug, MiB, vCPUs, GiB of disk, TiB of transfer, dollars a month, dollars an hour, regions. */
type Row = readonly [string, number, number, number, number, number, number, readonly string[]];

const classes: Readonly<Record<string, readonly Row[]>> = {
  Basic: [
    ['s-1vcpu-512mb-10gb', 512, 1, 10, 0.5, 4, 0.00595, everywhere],
    ['s-1vcpu-1gb', 1024, 1, 25, 1, 6, 0.00893, everywhere],
    ['s-1vcpu-2gb', 2048, 1, 50, 2, 12, 0.01786, everywhere],
    ['s-2vcpu-2gb', 2048, 2, 60, 3, 18, 0.02679, everywhere],
    ['s-2vcpu-4gb', 4096, 2, 80, 4, 24, 0.03571, withoutNyc3],
    ['s-4vcpu-8gb', 8192, 4, 160, 5, 48, 0.07143, everywhere],
    ['s-8vcpu-16gb', 16_384, 8, 320, 6, 96, 0.14286, everywhere],
  ],
  'Basic AMD': [
    ['s-1vcpu-1gb-amd', 1024, 1, 25, 1, 7, 0.01042, everywhere],
    ['s-1vcpu-2gb-amd', 2048, 1, 50, 2, 14, 0.02083, everywhere],
    ['s-2vcpu-2gb-amd', 2048, 2, 60, 3, 21, 0.03125, everywhere],
    ['s-2vcpu-4gb-amd', 4096, 2, 80, 4, 28, 0.04167, everywhere],
    ['s-4vcpu-8gb-amd', 8192, 4, 160, 5, 56, 0.08333, everywhere],
    ['s-8vcpu-16gb-amd', 16_384, 8, 320, 6, 112, 0.16667, everywhere],
  ],
  'Basic Intel': [
    ['s-1vcpu-1gb-intel', 1024, 1, 25, 1, 7, 0.01042, premium],
    ['s-1vcpu-2gb-intel', 2048, 1, 50, 2, 14, 0.02083, premium],
    ['s-2vcpu-2gb-intel', 2048, 2, 60, 3, 21, 0.03125, premium],
    ['s-2vcpu-4gb-intel', 4096, 2, 80, 4, 28, 0.04167, premium],
    ['s-2vcpu-4gb-120gb-intel', 4096, 2, 120, 4, 32, 0.04762, everywhere],
    ['s-4vcpu-8gb-intel', 8192, 4, 160, 5, 56, 0.08333, premium],
    ['s-4vcpu-8gb-240gb-intel', 8192, 4, 240, 6, 64, 0.09524, everywhere],
    ['s-8vcpu-16gb-intel', 16_384, 8, 320, 6, 112, 0.16667, premium],
  ],
  'CPU-Optimized': [
    ['c-2', 4096, 2, 25, 4, 42, 0.0625, everywhere],
    ['c-4', 8192, 4, 50, 5, 84, 0.125, everywhere],
    ['c-8', 16_384, 8, 100, 6, 168, 0.25, everywhere],
    ['c-16', 32_768, 16, 200, 7, 336, 0.5, withoutSyd1],
  ],
  'CPU-Optimized 2x SSD': [
    ['c2-2vcpu-4gb', 4096, 2, 50, 4, 47, 0.06994, everywhere],
    ['c2-4vcpu-8gb', 8192, 4, 100, 5, 94, 0.13988, everywhere],
    ['c2-8vcpu-16gb', 16_384, 8, 200, 6, 188, 0.27976, everywhere],
    ['c2-16vcpu-32gb', 32_768, 16, 400, 7, 376, 0.55952, withoutSyd1],
  ],
  'Premium Intel': [
    ['c-4-intel', 8192, 4, 50, 5, 109, 0.1622, withoutSyd1],
    ['c-8-intel', 16_384, 8, 100, 6, 218, 0.3244, withoutSyd1],
    ['c2-4vcpu-8gb-intel', 8192, 4, 100, 5, 122, 0.18155, large],
    ['c2-8vcpu-16gb-intel', 16_384, 8, 200, 6, 244, 0.3631, large],
  ],
  'General Purpose': [
    ['g-2vcpu-8gb', 8192, 2, 25, 4, 63, 0.09375, everywhere],
    ['g-4vcpu-16gb', 16_384, 4, 50, 5, 126, 0.1875, everywhere],
    ['g-8vcpu-32gb', 32_768, 8, 100, 6, 252, 0.375, everywhere],
  ],
  'General Purpose — Premium Intel': [
    ['g-2vcpu-8gb-intel', 8192, 2, 30, 4, 76, 0.1131, large],
    ['g-4vcpu-16gb-intel', 16_384, 4, 60, 5, 151, 0.2247, large],
  ],
  'Memory-Optimized': [
    ['m-2vcpu-16gb', 16_384, 2, 50, 4, 84, 0.125, everywhere],
    ['m-4vcpu-32gb', 32_768, 4, 100, 6, 168, 0.25, everywhere],
  ],
};

const legacy: Size = {
  slug: '512mb',
  memory: 512,
  vcpus: 1,
  disk: 20,
  transfer: 1,
  priceMonthly: 5,
  priceHourly: 0.00744,
  regions: [],
  available: false,
  description: 'Legacy Basic',
};

const gpu: Size = {
  slug: 'gpu-h100x1-80gb',
  memory: 245_760,
  vcpus: 20,
  disk: 720,
  transfer: 15,
  priceMonthly: 2522.16,
  priceHourly: 3.39,
  regions: ['ams3', 'nyc2', 'tor1'],
  available: true,
  description: 'H100 GPU - 1X',
  gpu: { count: 1, model: 'nvidia_h100', vramGib: 80 },
};

/**
 * Sizes and prices as publicly listed in 2025 and 2026, the cheapest first. `s-2vcpu-4gb` is not sold in
 * nyc3, as seen there in March 2026.
 */
export const sizeTable: readonly Size[] = [
  legacy,
  ...Object.entries(classes).flatMap(([description, rows]) =>
    rows.map((row) => toSize(description, row)),
  ),
  gpu,
].sort((a, b) => a.priceMonthly - b.priceMonthly);

function toSize(description: string, row: Row): Size {
  const [slug, memory, vcpus, disk, transfer, priceMonthly, priceHourly, regions] = row;
  const prices = { priceMonthly, priceHourly };
  return { slug, memory, vcpus, disk, transfer, ...prices, regions, available: true, description };
}
