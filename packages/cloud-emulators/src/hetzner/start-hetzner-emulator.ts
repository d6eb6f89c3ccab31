import type { CloudDefinition } from '../emulator/cloud-definition.js';
import type { Emulator } from '../emulator/emulator.js';
import type { EmulatorOptions } from '../emulator/emulator-options.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { parseArgument } from '../validation/parse-argument.js';
import {
  type BehaviourChanges,
  behaviourSchema,
  changeBehaviour,
  defaultBehaviour,
} from './behaviour.js';
import { credentialsSchema, defaultCredentials } from './credentials.js';
import { bodyTooLarge, internalError } from './errors.js';
import { defaultQuotas, defaultTimings, type HetznerTypes } from './hetzner-cloud.js';
import { createRoutes } from './routes/create-routes.js';
import { findOperation, matchPath } from './routes/operation-table.js';
import { HetznerAccount } from './state/account.js';
import { HetznerState } from './state/hetzner-state.js';
import { renderError } from './wire/render-error.js';

/** An emulated Hetzner Cloud. */
export type HetznerEmulator = Emulator<HetznerTypes>;

/** Options of `startHetznerEmulator`. */
export interface HetznerEmulatorOptions extends EmulatorOptions<HetznerTypes> {
  /** What is unverified of the real API, or differs from time to time. */
  behaviour?: BehaviourChanges | undefined;
}

/**
 * Starts an emulator of the Hetzner Cloud API v1 on 127.0.0.1; its base address is `url` with `/v1`.
 *
 * Without `credentials` it takes the tokens `hetzner-test-token` and, for reading only,
 * `hetzner-read-only-token`, both of the project `default`. Timings are those of `HetznerTiming`; quotas are
 * `servers` (10), `primaryIps` (20) and `dedicatedCores` (8); the rate limit `project` is a bucket of 3,600
 * requests that one request a second refills.
 *
 * @throws InvalidInputError when an option is wrong, or the port is taken
 */
export async function startHetznerEmulator(
  options: HetznerEmulatorOptions = {},
): Promise<HetznerEmulator> {
  const { behaviour: changes = {}, ...common } = options;
  const operation = 'Starting the hetzner emulator';
  parseArgument(behaviourSchema, changes, { operation, argumentName: 'options.behaviour' });
  if (common.credentials !== undefined) {
    const argumentName = 'options.credentials';
    parseArgument(credentialsSchema, common.credentials, { operation, argumentName });
  }
  return startEmulator(defineHetzner(changes), common);
}

function defineHetzner(changes: BehaviourChanges): CloudDefinition<HetznerTypes> {
  return {
    name: 'hetzner',
    defaults: {
      timings: defaultTimings,
      quotas: defaultQuotas,
      rateLimits: { project: { burst: 3600, perSecond: 1 } },
      credentials: defaultCredentials,
    },
    bodyLimitBytes: 1024 * 1024,
    createState: (context) =>
      new HetznerState(new HetznerAccount(context, changeBehaviour(defaultBehaviour, changes))),
    createApp: ({ account }) => createRoutes(account),
    nameOperation: ({ method, url }) => {
      const route = matchPath(url.pathname);
      const operation = route && findOperation(route.path, method);
      return operation && `${operation.method} ${operation.path}`;
    },
    renderError,
    errors: { bodyTooLarge, internal: internalError },
  };
}
