import type { ApiCall } from '../emulator/api-call.js';
import type { Authorization } from './account/authorization.js';
import type { OperationName } from './operations.js';

/** A request whose token is known, within its limits and allowed to ask for the operation. */
export interface AdmittedCall {
  readonly call: ApiCall;
  readonly authorization: Authorization;
  /** What stands for a placeholder of the path, decoded. */
  parameter(name: 'id' | 'action_id'): string;
}

type Handler = (admitted: AdmittedCall) => Response;

/** The handlers of some operations, or by default of all. */
export type Handlers<Name extends OperationName = OperationName> = {
  readonly [Each in Name]: Handler;
};
