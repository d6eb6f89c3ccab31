import * as v from 'valibot';
import type { CloudDefinition } from '../emulator/cloud-definition.js';
import type { Emulator } from '../emulator/emulator.js';
import type { EmulatorOptions } from '../emulator/emulator-options.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { parseArgument } from '../validation/parse-argument.js';
import { bodyTooLarge, serverError } from './api-errors.js';
import { createApp } from './create-app.js';
import { digitalOceanDefaults } from './digitalocean-defaults.js';
import { type DigitalOceanSettings, defaultSettings } from './digitalocean-settings.js';
import { DigitalOceanState } from './digitalocean-state.js';
import type { DigitalOceanTypes } from './digitalocean-types.js';
import { createInventory } from './inventory.js';
import { createOperationMatcher } from './match-operation.js';
import { renderError } from './render-error.js';

/** The options that every emulator takes, and behaviour of DigitalOcean's to choose from. */
export interface DigitalOceanEmulatorOptions
  extends EmulatorOptions<DigitalOceanTypes>,
    Partial<DigitalOceanSettings> {}

const BODY_LIMIT = 1_048_576;

/**
 * Starts an emulated DigitalOcean API v2 on 127.0.0.1, with one account.
 *
 * The token is `dop_v1_emulated` unless `credentials` names others. Timings: `activeMs` (20 to 45 s),
 * `privateAddressMs` (0 to 2 s), `publicAddressMs` (0 to 3 s), `actionMs` (2 to 8 s), `deletedMs` (2 to
 * 12 s). Quota: `droplets` (25). Rate limits: `hour` (5000), `minute` (250), `listSshKeys` (10 a minute),
 * each for every token. Capacity is by `type` (the size) and `region`. Operations are named by method and
 * path: `POST /v2/droplets`, `GET /v2/droplets/{id}`, `POST /v2/droplets/{id}/actions`.
 *
 * @throws InvalidInputError when an option is wrong, or the port is taken or forbidden
 */
export async function startDigitalOceanEmulator(
  options: DigitalOceanEmulatorOptions = {},
): Promise<Emulator<DigitalOceanTypes>> {
  const { unknownParameters, deletionDuringEvent, ...common } = options;
  const chosen = parseArgument(
    settingsSchema,
    { unknownParameters, deletionDuringEvent },
    {
      operation: 'Starting the digitalocean emulator',
      argumentName: 'options',
    },
  );
  return startEmulator(defineDigitalOcean(chosen), common);
}

const settingsSchema = v.object({
  unknownParameters: v.optional(
    v.picklist(['refuse', 'ignore'], "must be 'refuse' or 'ignore'"),
    defaultSettings.unknownParameters,
  ),
  deletionDuringEvent: v.optional(
    v.picklist(['refuse', 'accept'], "must be 'refuse' or 'accept'"),
    defaultSettings.deletionDuringEvent,
  ),
});

function defineDigitalOcean(settings: DigitalOceanSettings): CloudDefinition<DigitalOceanTypes> {
  const matchOperation = createOperationMatcher();
  return {
    name: 'digitalocean',
    defaults: digitalOceanDefaults,
    bodyLimitBytes: BODY_LIMIT,
    createState: (context) => new DigitalOceanState(createInventory(context, settings), context),
    createApp: (state, context) =>
      createApp(DigitalOceanState.inventoryOf(state), context, matchOperation),
    nameOperation: ({ method, url }) => matchOperation(method, url.pathname).operation,
    renderError,
    errors: { bodyTooLarge, internal: serverError },
  };
}
