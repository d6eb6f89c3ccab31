import type { Region } from './regions.js';

const features = ['backups', 'ipv6', 'metadata', 'install_agent', 'storage', 'image_transfer'];

/** Regions in the order of the API. Those that take no new droplets are still listed, without sizes. */
export const regionTable: readonly Region[] = [
  { slug: 'nyc1', name: 'New York 1', features, available: true },
  { slug: 'sfo1', name: 'San Francisco 1', features, available: false },
  { slug: 'nyc2', name: 'New York 2', features, available: false },
  { slug: 'ams2', name: 'Amsterdam 2', features, available: false },
  { slug: 'sgp1', name: 'Singapore 1', features, available: true },
  { slug: 'lon1', name: 'London 1', features, available: true },
  { slug: 'nyc3', name: 'New York 3', features, available: true },
  { slug: 'ams3', name: 'Amsterdam 3', features, available: true },
  { slug: 'fra1', name: 'Frankfurt 1', features, available: true },
  { slug: 'tor1', name: 'Toronto 1', features, available: true },
  { slug: 'sfo2', name: 'San Francisco 2', features, available: false },
  { slug: 'blr1', name: 'Bangalore 1', features, available: true },
  { slug: 'sfo3', name: 'San Francisco 3', features, available: true },
  { slug: 'syd1', name: 'Sydney 1', features, available: true },
];
