import * as v from 'valibot';
import type { CloudProvider } from '../contract/cloud-provider.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import type { ProviderPlugin } from '../plugin/provider-plugin.js';
import { functionSchema } from '../validation/schemas.js';
import { providerTypeSchema } from './plugin-name.js';

const MISSING = 'is missing';

const pluginSchema = v.object(
  {
    name: providerTypeSchema,
    contract: v.literal(1, 'must be 1'),
    credentials: v.custom(isStandardSchema, 'must be a Standard Schema'),
    secretFields: v.array(v.string('must be a string'), 'must be an array'),
    createProvider: functionSchema,
    credentialsFromEnvironment: functionSchema,
    environmentVariables: v.optional(
      v.record(
        v.string(),
        v.array(v.string('must be a string'), 'must be an array'),
        'must be an object of arrays',
      ),
    ),
  },
  MISSING,
);

const providerSchema = v.object(
  {
    name: v.string('must be a string'),
    createInstance: functionSchema,
    getInstanceStatus: functionSchema,
    terminateInstance: functionSchema,
    validateCredentials: functionSchema,
    listInstances: functionSchema,
    setExpiry: functionSchema,
    getInstanceStatuses: v.optional(functionSchema),
    sweep: v.optional(functionSchema),
  },
  MISSING,
);

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
  return fits(pluginSchema, value);
}

function isProvider(value: unknown): value is CloudProvider {
  return fits(providerSchema, value);
}

/** Whether a value fits; one that cannot even be read, such as a revoked Proxy, does not. */
function fits(schema: v.GenericSchema, value: unknown): boolean {
  try {
    return v.is(schema, value);
  } catch {
    return false;
  }
}

function isStandardSchema(value: unknown): boolean {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  const properties: unknown = Reflect.get(value, '~standard');
  return (
    typeof properties === 'object' &&
    properties !== null &&
    typeof Reflect.get(properties, 'validate') === 'function'
  );
}

function problems(schema: v.GenericSchema, value: unknown): string {
  try {
    const { issues } = v.safeParse(schema, value);
    return (issues ?? [])
      .map((issue) => (issue.path ? `${v.getDotPath(issue)} ${issue.message}` : 'it is no object'))
      .join('; ');
  } catch {
    return 'it cannot be read';
  }
}
