import type { Fault } from '@stagely/cloud-emulators';
import type { CloudName } from '../clouds/tested-cloud.js';
import { statusCodeOf } from './status-code-of.js';

/** What a fault means to who made the request. */
type FaultGroup =
  /** The answer comes, if slowly: nobody may notice. */
  | 'slow'
  /** The request never left. */
  | 'unsent'
  /** There is no answer, or none of the cloud's: whether there was an effect is not known. */
  | 'lost'
  /** No answer in time: the request may even be carried out later. */
  | 'silent'
  | 'throttled'
  /** A refusal by the cloud. */
  | 'unauthorized'
  | 'missing'
  | 'conflict'
  | 'invalid'
  | 'locked';

/** What a fault of the matrix is made for. */
interface FaultTarget {
  readonly cloud: CloudName;
  readonly operation: string;
  /** What the cloud says of a refusal: everything that it must not say. */
  readonly message: string;
}

export interface MatrixFault {
  readonly name: string;
  readonly group: FaultGroup;
  /** Whether the request has its effect, in time to be seen. */
  readonly hasEffect: boolean;
  /** What the cloud asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly toFault: (target: FaultTarget) => Fault;
}

const plain = (name: string, group: FaultGroup, hasEffect: boolean, fault: Fault): MatrixFault => ({
  name,
  group,
  hasEffect,
  toFault: () => fault,
});

const refusal = (
  status: number,
  group: FaultGroup,
  options: { readonly afterEffect?: boolean; readonly retryAfterMs?: number } = {},
): MatrixFault => {
  const { afterEffect = false, retryAfterMs } = options;
  const asked = retryAfterMs === undefined ? '' : 'WithRetryAfter';
  return {
    name: `status${status}${afterEffect ? 'AfterEffect' : ''}${asked}`,
    group,
    hasEffect: afterEffect,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    toFault: ({ cloud, operation, message }) => ({
      type: 'status',
      status,
      code: statusCodeOf(cloud, operation, status),
      message,
      afterEffect,
      ...(retryAfterMs === undefined
        ? {}
        : { headers: { 'retry-after': String(retryAfterMs / 1_000) } }),
    }),
  };
};

const SERVER_ERRORS = [500, 502, 503, 504];

/** A refusal with an effect is no behaviour of a cloud; a failing server's answer may hide one. */
export const MATRIX_FAULTS: readonly MatrixFault[] = [
  plain('refuse', 'unsent', false, { type: 'refuse' }),
  plain('resetBefore', 'lost', false, { type: 'resetBefore' }),
  plain('resetAfter', 'lost', true, { type: 'resetAfter' }),
  plain('hang', 'silent', false, { type: 'hang' }),
  plain('hangAfterEffect', 'silent', true, { type: 'hang', afterEffect: true }),
  plain('delay', 'slow', true, { type: 'delay', ms: 5_000 }),
  // Carried out after the client has given up, at 30 s.
  plain('delayTooLong', 'silent', false, { type: 'delay', ms: 35_000 }),
  plain('slowDrip', 'slow', true, { type: 'slowDrip', bytesPerChunk: 2_048, intervalMs: 100 }),
  plain('slowDripTooLong', 'silent', true, {
    type: 'slowDrip',
    bytesPerChunk: 4,
    intervalMs: 1_000,
  }),
  refusal(401, 'unauthorized'),
  refusal(403, 'unauthorized'),
  refusal(404, 'missing'),
  refusal(409, 'conflict'),
  refusal(422, 'invalid'),
  refusal(423, 'locked'),
  refusal(429, 'throttled'),
  refusal(429, 'throttled', { retryAfterMs: 7_000 }),
  ...SERVER_ERRORS.map((status) => refusal(status, 'lost')),
  ...SERVER_ERRORS.map((status) => refusal(status, 'lost', { afterEffect: true })),
  plain('truncated', 'lost', true, { type: 'truncated' }),
  plain('html', 'lost', false, { type: 'html' }),
  plain('htmlAfterEffect', 'lost', true, { type: 'html', afterEffect: true }),
  plain('htmlStatus200', 'lost', false, { type: 'html', status: 200 }),
  plain('empty', 'lost', true, { type: 'empty' }),
  plain('wrongContentType', 'lost', true, { type: 'wrongContentType' }),
];

/** Whether the same request may well succeed in a moment. */
export function isTransient({ group }: MatrixFault): boolean {
  return ['slow', 'unsent', 'lost', 'silent', 'throttled'].includes(group);
}
