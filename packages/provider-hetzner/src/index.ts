export type { HetznerCredentials } from './credentials.js';
export { HetznerProvider } from './hetzner-provider.js';
export { hetznerPlugin as default } from './plugin.js';
export type { HetznerOptions } from './provider-options.js';
export type { HetznerSettings } from './settings.js';
