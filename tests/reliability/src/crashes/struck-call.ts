import type { TestedCloud } from '../clouds/tested-cloud.js';
import {
  CallingProcess,
  type Calls,
  nextProviderNumber,
  type Told,
} from '../processes/calling-process.js';
import type { CrashPoint } from './crash-point.js';
import { Gate, type PassingCall } from './gate.js';

export interface StruckCall<Method extends keyof Calls> {
  readonly cloud: TestedCloud;
  readonly point: CrashPoint;
  readonly method: Method;
  readonly argument: Calls[Method]['argument'];
  /** Done while the request, or its answer, is held up. */
  readonly meanwhile?: (() => Promise<void>) | undefined;
  /** The process that goes on as if nothing was; else a new one, which is killed, and gone before the request is dropped. */
  readonly survivor?: CallingProcess | undefined;
}

/** What came of a call that was struck. */
export interface Struck<T> {
  /** At which operation; `undefined` when it made no request of that number. */
  readonly operation: string | undefined;
  readonly told: Told<T>;
}

/** Pauses between looks, in milliseconds: long enough that there are few requests to strike at. */
const POLL_INTERVAL_MS = 120;

/** Makes a call in another process, which is struck at one of its requests. */
export async function makeStruckCall<Method extends keyof Calls>(
  call: StruckCall<Method>,
): Promise<Struck<Calls[Method]['value']>> {
  const { cloud, point, method, argument, meanwhile, survivor } = call;
  const victim = survivor ?? (await CallingProcess.start(cloud.name));
  let operation: string | undefined;
  const strike = async (passing: PassingCall, moment: CrashPoint['moment']) => {
    if (passing.number !== point.number || moment !== point.moment) return 'pass';
    operation = passing.operation;
    await meanwhile?.();
    if (survivor !== undefined) return 'pass';
    await victim.kill();
    return 'drop';
  };
  const gate = await Gate.open(cloud.url, {
    before: (passing) => strike(passing, 'before'),
    after: (passing) => strike(passing, 'after'),
  });
  try {
    const { connection } = cloud;
    const settings = {
      ...connection.settings,
      endpoint: gate.url,
      pollIntervalMs: POLL_INTERVAL_MS,
    };
    const detour = { ...connection, settings };
    const told = await victim.call(nextProviderNumber(), detour, method, argument);
    return { operation, told };
  } finally {
    if (survivor === undefined) await victim.kill();
    await gate.close();
  }
}
