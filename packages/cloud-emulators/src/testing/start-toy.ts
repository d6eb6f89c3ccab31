import { VirtualClock } from '@stagely/core/plugin';
import { onTestFinished } from 'vitest';
import type { Emulator } from '../emulator/emulator.js';
import type { EmulatorOptions } from '../emulator/emulator-options.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { TOY_TOKEN, type ToyTypes, toyCloud } from './toy-cloud.js';

export const transports = ['http', 'in process'] as const;

/** A client of the toy cloud that shows the right token. */
export type ToyClient = (path: string, init?: RequestInit) => Promise<Response>;

/** Starts a toy cloud for one test, by default under a virtual clock that stands still. */
export async function startToy(options: EmulatorOptions<ToyTypes> = {}) {
  const clock = new VirtualClock();
  const emulator = await startEmulator(toyCloud, { clock, ...options });
  onTestFinished(() => emulator.close());
  return { emulator, clock, client: clientOf(emulator, 'in process') };
}

export function clientOf(
  emulator: Emulator<ToyTypes>,
  transport: (typeof transports)[number],
): ToyClient {
  const send = transport === 'http' ? globalThis.fetch : emulator.fetch;
  return (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${TOY_TOKEN}`);
    return send(`${emulator.url}${path}`, { ...init, headers });
  };
}

export const create = (client: ToyClient, name: string, more: Record<string, unknown> = {}) =>
  client('/machines', { method: 'POST', body: JSON.stringify({ name, ...more }) });

/** Waits until a number of sleeps are under way. */
export async function untilSleeping(clock: VirtualClock, count: number): Promise<void> {
  while (clock.sleeping !== count) await new Promise((resolve) => setImmediate(resolve));
}

/** The code in the cause of what a promise is rejected with. */
export async function codeOfFailure(work: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await work.then(
    () => new Error('did not fail'),
    (error: unknown) => error,
  );
  if (!(failure instanceof Error)) return failure;
  const { cause } = failure;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : failure;
}

/** Resolves with the next request whose end is decided. */
export function nextRequest(emulator: Emulator<ToyTypes>) {
  return new Promise<ReturnType<typeof emulator.requests.all>[number]>((resolve) => {
    const unsubscribe = emulator.requests.onRequest((request) => {
      unsubscribe();
      resolve(request);
    });
  });
}
