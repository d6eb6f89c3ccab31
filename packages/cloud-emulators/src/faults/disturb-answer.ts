import { ApiError } from '../emulator/api-error.js';
import type { Answer, Delivery } from '../transport/delivery.js';
import type { Fault } from './fault.js';

type Disturbance = Exclude<Fault, { type: 'delay' }>;

/** Whether a fault ends a request before it has an effect. */
export function precedesEffect(fault: Disturbance): boolean {
  switch (fault.type) {
    case 'refuse':
    case 'resetBefore':
      return true;
    case 'hang':
    case 'html':
    case 'status':
      return fault.afterEffect !== true;
    default:
      return false;
  }
}

/**
 * What the client gets instead of the cloud's answer: a delivery, or an error to be rendered. Undefined
 * when the fault is in the answer itself: then see `spoilAnswer`.
 */
export function replaceAnswer(fault: Disturbance): Delivery | ApiError | undefined {
  switch (fault.type) {
    case 'refuse':
      return { kind: 'refuse' };
    case 'resetBefore':
    case 'resetAfter':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    case 'html':
      return { kind: 'whole', answer: proxyPage(fault.status ?? 502) };
    case 'status':
      return new ApiError({ ...fault, message: fault.message ?? fault.code });
    default:
      return undefined;
  }
}

/** How the cloud's own answer reaches the client. */
export function spoilAnswer(fault: Disturbance, answer: Answer): Delivery {
  switch (fault.type) {
    case 'empty':
      return { kind: 'whole', answer: { ...answer, body: new Uint8Array() } };
    case 'wrongContentType': {
      const headers = new Headers(answer.headers);
      headers.set('content-type', fault.contentType ?? 'text/html');
      return { kind: 'whole', answer: { ...answer, headers } };
    }
    case 'truncated':
      return answer.body.length === 0 ? { kind: 'reset' } : { kind: 'truncated', answer };
    case 'slowDrip': {
      const { bytesPerChunk = 16, intervalMs = 100 } = fault;
      return { kind: 'drip', answer, bytesPerChunk, intervalMs };
    }
    default:
      return { kind: 'whole', answer };
  }
}

function proxyPage(status: number): Answer {
  const page = `<html><head><title>${status}</title></head><body><h1>${status}</h1><p>The proxy got no valid answer.</p></body></html>\n`;
  return {
    status,
    headers: new Headers({ 'content-type': 'text/html' }),
    body: new TextEncoder().encode(page),
  };
}
