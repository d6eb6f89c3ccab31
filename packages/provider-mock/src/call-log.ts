import {
  type ErrorCode,
  type InstanceFilter,
  type InstanceSpec,
  StagelyError,
} from '@stagely/core';

/** The arguments of each operation as the log keeps them, after defaults. */
export interface MockArguments {
  createInstance: { readonly spec: Readonly<Omit<InstanceSpec, 'userData'>> };
  getInstanceStatus: { readonly instanceId: string };
  getInstanceStatuses: { readonly instanceIds: readonly string[] };
  terminateInstance: { readonly instanceId: string };
  validateCredentials: Readonly<Record<never, never>>;
  listInstances: { readonly filter: Readonly<InstanceFilter> };
  setExpiry: { readonly instanceId: string; readonly expiresAt: Date | undefined };
}

/** An operation of the contract. */
export type MockOperation = keyof MockArguments;

export const mockOperations = [
  'createInstance',
  'getInstanceStatus',
  'getInstanceStatuses',
  'terminateInstance',
  'validateCredentials',
  'listInstances',
  'setExpiry',
] as const satisfies readonly MockOperation[];

/** An operation and its arguments. */
export type MockRequest = {
  [Operation in MockOperation]: {
    readonly operation: Operation;
    readonly arguments: MockArguments[Operation];
  };
}[MockOperation];

/** How a call went: the code of its error, and `unexpected_error` for one that is not of Stagely's. */
export type MockCallOutcome = 'pending' | 'succeeded' | ErrorCode | 'unexpected_error';

/** A call that reached the mock: one with valid input that was not aborted before it began. */
export type MockCall = MockRequest & {
  readonly at: Date;
  readonly outcome: MockCallOutcome;
};

/** A call in the log while it is under way. */
export class LoggedCall {
  readonly #request: MockRequest;
  readonly #at: number;
  #outcome: MockCallOutcome = 'pending';

  constructor(request: MockRequest, at: number) {
    this.#request = structuredClone(request);
    this.#at = at;
  }

  get operation(): MockOperation {
    return this.#request.operation;
  }

  succeed(): void {
    this.#settle('succeeded');
  }

  fail(error: unknown): void {
    this.#settle(error instanceof StagelyError ? error.code : 'unexpected_error');
  }

  toMockCall(): MockCall {
    return { ...structuredClone(this.#request), at: new Date(this.#at), outcome: this.#outcome };
  }

  #settle(outcome: MockCallOutcome): void {
    if (this.#outcome === 'pending') this.#outcome = outcome;
  }
}

/** Every call since the last reset, in order. */
export class CallLog {
  readonly #calls: LoggedCall[] = [];

  add(request: MockRequest, at: number): LoggedCall {
    const call = new LoggedCall(request, at);
    this.#calls.push(call);
    return call;
  }

  toMockCalls(): MockCall[] {
    return this.#calls.map((call) => call.toMockCall());
  }
}
