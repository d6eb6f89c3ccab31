import { once } from 'node:events';
import {
  CLOUD_NAMES,
  type CloudName,
  type EmulatedCloud,
  type EmulationOptions,
  startCloud,
} from '../emulation/emulated-clouds.js';
import { fastClock } from '../emulation/fast-clock.js';
import { formatEnvironment } from '../emulation/format-environment.js';
import { formatRequest } from '../emulation/format-request.js';
import { UsageError } from '../failure/usage-error.js';
import type { Invocation } from '../invocation/invocation.js';

export interface EmulateOptions {
  readonly only?: CloudName[] | undefined;
  readonly port?: number | undefined;
  readonly speed: number;
  readonly seed: number;
  readonly consistencyWindow: number;
  readonly rateLimits: boolean;
}

/** Serves emulated clouds on loopback until it is interrupted, and shows each request as it comes. */
export async function emulateClouds(
  invocation: Invocation,
  options: EmulateOptions,
): Promise<number> {
  const { signal, interruption } = invocation;
  const names = [...new Set(options.only ?? CLOUD_NAMES)];
  if (options.port !== undefined && names.length > 1) {
    throw new UsageError('--port is for one cloud.', 'Say which one with --only.');
  }
  interruption.expect({
    first: 'Interrupted: closing the emulated clouds.',
    again: 'They are being closed.',
  });
  const clouds: EmulatedCloud[] = [];
  try {
    for (const name of names) clouds.push(await startCloud(name, toEmulation(invocation, options)));
    announce(invocation, clouds);
    for (const cloud of clouds) showRequests(invocation, cloud);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await Promise.all(clouds.map((cloud) => cloud.close()));
  }
  return 0;
}

function toEmulation(
  { host }: Invocation,
  { port, speed, seed, consistencyWindow, rateLimits }: EmulateOptions,
): EmulationOptions {
  return {
    clock: speed === 1 ? host.clock : fastClock(speed, host.clock),
    port,
    seed,
    consistencyWindowMs: consistencyWindow,
    rateLimits,
  };
}

function announce(invocation: Invocation, clouds: readonly EmulatedCloud[]): void {
  invocation.printRecord({
    document: {
      clouds: clouds.map(({ name, url, environment }) => ({ name, url, environment })),
    },
    text: (colors) =>
      [
        'Emulated clouds are listening on this machine only. In another terminal:',
        ...clouds.map(({ name, environment, hint }) =>
          [
            colors.bold(`# ${name}`),
            ...(hint === undefined ? [] : [colors.dim(`# ${hint}`)]),
            formatEnvironment(environment),
          ].join('\n'),
        ),
        'Ctrl-C ends them and all their machines. Requests:',
      ].join('\n\n'),
  });
}

function showRequests(invocation: Invocation, { name, requests }: EmulatedCloud): void {
  requests.onRequest((request) => {
    const { at, method, path, operation, status, errorCode, faults } = request;
    invocation.printRecord({
      document: { cloud: name, at, method, path, operation, status, errorCode, faults },
      text: (colors) => formatRequest(name, request, colors),
    });
  });
}
