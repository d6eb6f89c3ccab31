import type { Clock } from '@stagely/core/plugin';
import type { Hono } from 'hono';
import type { Answer } from '../transport/delivery.js';
import type { ApiCall, EmulatorEnvironment } from './api-call.js';
import { ApiError } from './api-error.js';
import type { CloudDefinition, CloudTypes } from './cloud-definition.js';

/** A cloud's answer to a call. */
interface Answered {
  readonly answer: Answer;
  /** The cloud's code, when the answer is an error. */
  readonly errorCode?: string | undefined;
  /** What the cloud's code threw that is no answer. */
  readonly failure?: unknown;
}

/** How a cloud answers. Neither ever rejects. */
export interface AnswerCall {
  /** Has the effect of a call and answers it. */
  answer(call: ApiCall): Promise<Answered>;
  /** Answers a call with an error in the cloud's own form. */
  answerError(error: ApiError, call: ApiCall): Promise<Answered>;
}

/** Answers calls through a cloud's routes; what fails there is a 500 in the cloud's own form. */
export function createAnswerCall<Cloud extends CloudTypes>(
  definition: CloudDefinition<Cloud>,
  app: Hono<EmulatorEnvironment>,
  clock: Clock,
): AnswerCall {
  const { bodyLimitBytes, errors } = definition;
  // The error goes on to `answer`, which knows the call.
  app.onError((error) => {
    throw error;
  });

  const toAnswer = async (response: Response, call: ApiCall): Promise<Answer> => {
    const headers = new Headers(response.headers);
    for (const [name, value] of call.responseHeaders) headers.set(name, value);
    headers.set('date', new Date(clock.now()).toUTCString());
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers, body };
  };

  const answerError = async (error: ApiError, call: ApiCall): Promise<Answered> => {
    try {
      const answer = await toAnswer(definition.renderError(error, call), call);
      for (const [name, value] of Object.entries(error.headers)) answer.headers.set(name, value);
      return { answer, errorCode: error.code };
    } catch (failure) {
      return { answer: { status: 500, headers: new Headers(), body: new Uint8Array() }, failure };
    }
  };

  return {
    answerError,
    async answer(call) {
      try {
        if (call.bodyBytes > bodyLimitBytes) throw errors.bodyTooLarge();
        const response = await app.fetch(toRequest(call), { call });
        return { answer: await toAnswer(response, call) };
      } catch (error) {
        if (error instanceof ApiError) return answerError(error, call);
        return { ...(await answerError(errors.internal(), call)), failure: error };
      }
    },
  };
}

function toRequest({ method, url, headers, body }: ApiCall): Request {
  const bodyless = method === 'GET' || method === 'HEAD' || body.length === 0;
  return new Request(url, bodyless ? { method, headers } : { method, headers, body });
}
