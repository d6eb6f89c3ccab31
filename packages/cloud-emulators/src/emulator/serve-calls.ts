import type { Clock } from '@stagely/core/plugin';
import { precedesEffect, replaceAnswer, spoilAnswer } from '../faults/disturb-answer.js';
import type { Fault } from '../faults/fault.js';
import type { FaultRules } from '../faults/fault-rules.js';
import { recordRequest } from '../requests/record-request.js';
import type { RequestRecorder } from '../requests/request-log.js';
import type { Delivery, ServeCall } from '../transport/delivery.js';
import type { AnswerCall } from './answer-call.js';
import type { ApiCall, IncomingCall } from './api-call.js';

/** What serving calls needs. */
export interface ServeCallsOptions {
  answerCall: AnswerCall;
  /** Makes a call of a request that came in as the n-th. */
  identify(incoming: IncomingCall, sequence: number): ApiCall;
  faults: FaultRules;
  requests: RequestRecorder;
  clock: Clock;
  /** Aborted when the emulator closes. */
  closing: AbortSignal;
}

interface Outcome {
  readonly delivery: Delivery;
  readonly handled: boolean;
  readonly errorCode?: string | undefined;
  readonly failure?: unknown;
}

/** The way of a request, the same for every transport: recorded, disturbed, handled, recorded again. */
export function serveCalls(options: ServeCallsOptions): ServeCall {
  const { identify, faults, requests, clock, closing } = options;
  let arrived = 0;
  return async (incoming) => {
    const call = identify(incoming, ++arrived);
    const { delays, fault } = faults.apply(call);
    const applied = [...delays, ...(fault ? [fault] : [])].map(({ type }) => type);
    const record = { ...recordRequest(call), faults: applied };
    requests.begin(record);
    for (const { ms } of delays) await clock.sleep(ms, closing);
    const { delivery, ...outcome } = await decide(call, fault, options.answerCall);
    const status = 'answer' in delivery ? delivery.answer.status : undefined;
    requests.end({ ...record, ...outcome, status });
    return delivery;
  };
}

async function decide(
  call: ApiCall,
  fault: Exclude<Fault, { type: 'delay' }> | undefined,
  { answer, answerError }: AnswerCall,
): Promise<Outcome> {
  const instead = async (): Promise<Omit<Outcome, 'handled'> | undefined> => {
    const replacement = fault && replaceAnswer(fault);
    if (replacement === undefined) return undefined;
    if ('kind' in replacement) return { delivery: replacement };
    const { answer, errorCode, failure } = await answerError(replacement, call);
    return { delivery: { kind: 'whole', answer }, errorCode, failure };
  };

  const early = fault && precedesEffect(fault) ? await instead() : undefined;
  if (early) return { ...early, handled: false };
  const own = await answer(call);
  const late = await instead();
  if (late) return { ...late, handled: true, failure: own.failure ?? late.failure };
  const delivery: Delivery = fault
    ? spoilAnswer(fault, own.answer)
    : { kind: 'whole', answer: own.answer };
  const { errorCode, failure } = own;
  return { delivery, handled: true, errorCode, failure };
}
