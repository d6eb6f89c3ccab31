export type { RequestOptions } from './client/api-connection.js';
export type { ActionList, ActionListParameters } from './client/endpoints/actions-endpoint.js';
export type { ImageList, ImageListParameters } from './client/endpoints/images-endpoint.js';
export type {
  LocationList,
  LocationListParameters,
} from './client/endpoints/locations-endpoint.js';
export type { PageParameters } from './client/endpoints/page-parameters.js';
export type {
  PrimaryIPChanges,
  PrimaryIPList,
  PrimaryIPListParameters,
} from './client/endpoints/primary-ips-endpoint.js';
export type {
  ServerTypeList,
  ServerTypeListParameters,
} from './client/endpoints/server-types-endpoint.js';
export type {
  ServerChanges,
  ServerList,
  ServerListParameters,
} from './client/endpoints/servers-endpoint.js';
export type { SSHKeyList, SSHKeyListParameters } from './client/endpoints/ssh-keys-endpoint.js';
export { HetznerAPIError } from './client/hetzner-api-error.js';
export {
  HETZNER_BASE_URL,
  HetznerClient,
  type HetznerClientOptions,
} from './client/hetzner-client.js';
export {
  type ConnectionFailure,
  HetznerConnectionError,
} from './client/hetzner-connection-error.js';
export { allItems, eachItem, Pagination } from './client/pagination.js';
export type { HetznerAction } from './client/resources/action.js';
export type { HetznerImage } from './client/resources/image.js';
export type { HetznerLocation } from './client/resources/location.js';
export type { HetznerPrimaryIP } from './client/resources/primary-ip.js';
export type { HetznerServer, HetznerServerAddress } from './client/resources/server.js';
export type {
  HetznerPrice,
  HetznerServerType,
  HetznerServerTypeLocation,
  HetznerServerTypePrice,
} from './client/resources/server-type.js';
export type { HetznerSSHKey } from './client/resources/ssh-key.js';
export type { CreatedServer, Reference, ServerBuilder } from './client/server-builder.js';
