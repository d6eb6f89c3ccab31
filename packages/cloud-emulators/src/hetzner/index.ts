export type { BehaviourChanges as HetznerBehaviourChanges, HetznerBehaviour } from './behaviour.js';
export type { HetznerCatalogue } from './catalogue/catalogue.js';
export type { Image as HetznerImage } from './catalogue/images.js';
export type { Location as HetznerLocation } from './catalogue/locations.js';
export type {
  Deprecation as HetznerDeprecation,
  ServerType as HetznerServerType,
  ServerTypeOffer as HetznerServerTypeOffer,
} from './catalogue/server-types.js';
export type { HetznerCredential, HetznerToken } from './credentials.js';
export { hetznerFaults } from './faults.js';
export type { HetznerQuota, HetznerTiming, HetznerTypes } from './hetzner-cloud.js';
export {
  type HetznerEmulator,
  type HetznerEmulatorOptions,
  startHetznerEmulator,
} from './start-hetzner-emulator.js';
export type { HetznerState } from './state/hetzner-state.js';
export type { PlantedServer as HetznerPlantedServer } from './state/plant-server.js';
export type { ServerStatus as HetznerServerStatus } from './state/server.js';
export type { ServerRecord as HetznerServerRecord } from './state/server-record.js';
