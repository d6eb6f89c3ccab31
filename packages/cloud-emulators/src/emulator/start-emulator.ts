import { setMaxListeners } from 'node:events';
import { InvalidInputError } from '@stagely/core';
import { systemClock } from '@stagely/core/plugin';
import { FaultRules } from '../faults/fault-rules.js';
import { Capacity } from '../machines/capacity.js';
import { MachineMeter } from '../machines/machine-meter.js';
import { Quotas } from '../machines/quotas.js';
import { drawTiming } from '../machines/timing.js';
import { Random } from '../random/random.js';
import { RateLimiter } from '../rates/rate-limiter.js';
import { RequestRecorder } from '../requests/request-log.js';
import { ReadConsistency } from '../storage/read-consistency.js';
import { connectionError } from '../transport/connection-error.js';
import { type ListenOptions, listen } from '../transport/http-server.js';
import { createInProcessFetch } from '../transport/in-process-fetch.js';
import { parseArgument } from '../validation/parse-argument.js';
import { createAnswerCall } from './answer-call.js';
import type { CloudContext, CloudDefinition, CloudTypes } from './cloud-definition.js';
import type { Emulator } from './emulator.js';
import type { EmulatorOptions } from './emulator-options.js';
import { emulatorOptionsSchema } from './emulator-options-schema.js';
import { identifyCall } from './identify-call.js';
import { serveCalls } from './serve-calls.js';

/**
 * Starts an emulated cloud on 127.0.0.1.
 *
 * @throws InvalidInputError when an option is wrong, or the port is taken or forbidden
 */
export async function startEmulator<Cloud extends CloudTypes>(
  definition: CloudDefinition<Cloud>,
  options: EmulatorOptions<Cloud> = {},
): Promise<Emulator<Cloud>> {
  checkOptions(definition, options);
  const { clock = systemClock, seed = 1, port = 0, requestLogSize = 1000 } = options;
  const random = new Random(seed);
  const context = createContext(definition, options, clock, random);
  const state = definition.createState(context);
  const faults = new FaultRules(random.fork('faults'));
  const requests = new RequestRecorder(requestLogSize);
  const requestIds = random.fork('request ids');

  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const serve = serveCalls({
    answerCall: createAnswerCall(definition, definition.createApp(state, context), clock),
    identify: (incoming, sequence) =>
      identifyCall(incoming, sequence, { definition, clock, random: requestIds }),
    faults,
    requests,
    clock,
    closing: closing.signal,
  });

  const transport = { serve, bodyLimitBytes: definition.bodyLimitBytes, clock };
  const server =
    port === false ? undefined : await listenOrExplain(definition, { ...transport, port });
  const url = server ? `http://127.0.0.1:${server.port}` : `http://${definition.name}.invalid`;
  let closed: Promise<void> | undefined;
  return {
    url,
    fetch: createInProcessFetch({ ...transport, url, closing: closing.signal }),
    state,
    faults,
    clock,
    requests,
    capacity: context.capacity,
    quotas: context.quotas,
    meter: context.meter,
    close() {
      closing.abort(connectionError('ECONNRESET'));
      closed ??= server?.close() ?? Promise.resolve();
      return closed;
    },
  };
}

function checkOptions<Cloud extends CloudTypes>(
  { name, defaults }: CloudDefinition<Cloud>,
  options: EmulatorOptions<Cloud>,
): void {
  const schema = emulatorOptionsSchema({
    timings: Object.keys(defaults.timings),
    quotas: Object.keys(defaults.quotas),
    rateLimits: Object.keys(defaults.rateLimits),
  });
  parseArgument(schema, options, {
    operation: `Starting the ${name} emulator`,
    argumentName: 'options',
  });
}

function createContext<Cloud extends CloudTypes>(
  { defaults }: CloudDefinition<Cloud>,
  options: EmulatorOptions<Cloud>,
  clock: CloudContext<Cloud>['clock'],
  random: Random,
): CloudContext<Cloud> {
  const { rateLimits = true } = options;
  const replacedLimits = typeof rateLimits === 'object' ? rateLimits : undefined;
  const timings = withDefaults(defaults.timings, options.timings);
  const timingRandom = random.fork('timings');
  return {
    clock,
    random: random.fork('cloud'),
    credentials: options.credentials ?? defaults.credentials,
    quotas: new Quotas(withDefaults(defaults.quotas, options.quotas)),
    capacity: new Capacity(options.capacity),
    rateLimiter: new RateLimiter({
      limits: withDefaults(defaults.rateLimits, replacedLimits),
      clock,
      enforced: rateLimits !== false,
    }),
    consistency: new ReadConsistency(
      options.consistencyWindowMs ?? 0,
      clock,
      random.fork('consistency'),
    ),
    meter: new MachineMeter({ clock, groupOf: options.meterGroup }),
    drawTiming: (name) => drawTiming(timings[name], timingRandom),
  };
}

/** The defaults with what was given in their place; what was given as undefined was not given. */
function withDefaults<Table extends object>(
  defaults: Table,
  given: { readonly [Name in keyof Table]?: Table[Name] | undefined } = {},
): Table {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(entries) };
}

async function listenOrExplain({ name }: { name: string }, options: ListenOptions) {
  try {
    return await listen(options);
  } catch (cause) {
    const issue = { path: 'options.port', message: `cannot be had: ${options.port}` };
    throw new InvalidInputError(
      `Starting the ${name} emulator failed: port ${options.port} of 127.0.0.1 is taken or not allowed. Choose another one, or leave the option out for a free one.`,
      { operation: `Starting the ${name} emulator`, issues: [issue], cause },
    );
  }
}
