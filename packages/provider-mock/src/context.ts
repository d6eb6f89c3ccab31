import { providerContextSchema } from '@stagely/core/plugin';
import * as v from 'valibot';
import { settingsSchema } from './settings.js';

/** What every provider is given, with the settings of the mock. */
export const contextSchema = providerContextSchema(v.optional(settingsSchema, {}));
