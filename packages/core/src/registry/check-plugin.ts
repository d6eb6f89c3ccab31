import * as v from 'valibot';
import type { CloudProvider } from '../contract/cloud-provider.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { functionSchema } from '../validation/schemas.js';

const pluginSchema = v.looseObject({
  name: v.pipe(v.string('must be a string'), v.minLength(1, 'must not be empty')),
  contract: v.literal(1, 'must be 1'),
  credentials: v.custom(
    (schema) =>
      ((typeof schema === 'object' && schema !== null) || typeof schema === 'function') &&
      '~standard' in schema,
    'must be a Standard Schema',
  ),
  secretFields: v.array(v.string('must be strings'), 'must be an array'),
  createProvider: functionSchema,
  credentialsFromEnvironment: functionSchema,
});

const providerSchema = v.looseObject({
  name: v.string(),
  createInstance: functionSchema,
  getInstanceStatus: functionSchema,
  terminateInstance: functionSchema,
  validateCredentials: functionSchema,
  listInstances: functionSchema,
  setExpiry: functionSchema,
});

/** Whether a value has the shape that `definePlugin` gives; `origin` says where it comes from. */
export function checkPlugin(value: unknown, origin: string): ProviderPlugin {
  if (isPlugin(value)) return value;
  throw new IncompatibleProviderError(
    `${origin} is not a Stagely provider plugin: ${problems(pluginSchema, value)}. A plugin is what definePlugin() of @stagely/core/plugin returns.`,
  );
}

/** Whether a value has every method of the contract. */
export function checkProvider(value: unknown, origin: string): CloudProvider {
  if (isProvider(value)) return value;
  throw new IncompatibleProviderError(
    `${origin} is not a Stagely provider: ${problems(providerSchema, value)}.`,
  );
}

function isPlugin(value: unknown): value is ProviderPlugin {
  return v.is(pluginSchema, value);
}

function isProvider(value: unknown): value is CloudProvider {
  return v.is(providerSchema, value);
}

function problems(schema: v.GenericSchema, value: unknown): string {
  const { issues } = v.safeParse(schema, value);
  return (issues ?? [])
    .map(
      (issue) =>
        `${v.getDotPath(issue) ?? 'it'} ${issue.path ? issue.message : 'is not an object'}`,
    )
    .join('; ');
}
