export type { DigitalOceanCredentials } from './credentials.js';
export { DigitalOceanProvider } from './digitalocean-provider.js';
export { digitalOceanPlugin as default } from './plugin.js';
export type { DigitalOceanOptions } from './provider-options.js';
export type { DigitalOceanSettings } from './settings.js';
