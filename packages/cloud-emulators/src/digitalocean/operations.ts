/** What the API can do, by method and path, and the scopes that a token needs for it. */
export const operationScopes = {
  'GET /v2/account': ['account:read'],
  'GET /v2/account/keys': ['ssh_key:read'],
  'POST /v2/account/keys': ['ssh_key:create'],
  'GET /v2/account/keys/{id}': ['ssh_key:read'],
  'PUT /v2/account/keys/{id}': ['ssh_key:update'],
  'DELETE /v2/account/keys/{id}': ['ssh_key:delete'],
  'GET /v2/actions': ['actions:read'],
  'GET /v2/actions/{id}': ['actions:read'],
  'GET /v2/droplets': ['droplet:read'],
  'POST /v2/droplets': ['droplet:create'],
  'DELETE /v2/droplets': ['droplet:delete', 'tag:read'],
  'GET /v2/droplets/{id}': ['droplet:read'],
  'DELETE /v2/droplets/{id}': ['droplet:delete'],
  'GET /v2/droplets/{id}/actions': ['droplet:read'],
  'POST /v2/droplets/{id}/actions': ['droplet:update'],
  'GET /v2/droplets/{id}/actions/{action_id}': ['droplet:read'],
  'GET /v2/images': ['image:read'],
  'GET /v2/images/{id}': ['image:read'],
  'GET /v2/regions': ['regions:read'],
  'GET /v2/sizes': ['sizes:read', 'regions:read'],
  'GET /v2/tags': ['tag:read'],
  'POST /v2/tags': ['tag:create'],
  'GET /v2/tags/{id}': ['tag:read'],
  'DELETE /v2/tags/{id}': ['tag:delete'],
  'POST /v2/tags/{id}/resources': ['tag:create'],
  'DELETE /v2/tags/{id}/resources': ['tag:delete'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** An operation that the emulator has. */
export type OperationName = keyof typeof operationScopes;

/** Operations of the API's description that the emulator answers with 501. */
export const operationsNotEmulated = [
  'GET /v2/droplets/{id}/backups',
  'GET /v2/droplets/{id}/backups/policy',
  'GET /v2/droplets/backups/policies',
  'GET /v2/droplets/backups/supported_policies',
  'GET /v2/droplets/{id}/snapshots',
  'POST /v2/droplets/actions',
  'GET /v2/droplets/{id}/kernels',
  'GET /v2/droplets/{id}/firewalls',
  'GET /v2/droplets/{id}/neighbors',
  'GET /v2/droplets/{id}/destroy_with_associated_resources',
  'DELETE /v2/droplets/{id}/destroy_with_associated_resources/selective',
  'DELETE /v2/droplets/{id}/destroy_with_associated_resources/dangerous',
  'GET /v2/droplets/{id}/destroy_with_associated_resources/status',
  'POST /v2/droplets/{id}/destroy_with_associated_resources/retry',
  'POST /v2/images',
  'PUT /v2/images/{id}',
  'DELETE /v2/images/{id}',
  'POST /v2/images/{id}/account_transfer',
  'POST /v2/images/{id}/account_transfer/accept',
  'POST /v2/images/{id}/account_transfer/cancel',
  'POST /v2/images/{id}/account_transfer/decline',
  'GET /v2/images/{id}/actions',
  'POST /v2/images/{id}/actions',
  'GET /v2/images/{id}/actions/{action_id}',
] as const;

export const operationNames = Object.keys(operationScopes).filter(isOperationName);

function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationScopes, name);
}
