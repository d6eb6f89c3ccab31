/** Why an action is going to fail. */
export interface PlannedFailure {
  readonly code: string;
  readonly message: string;
  /** Of `create_server`: whether the server goes with it. */
  readonly removesServer: boolean;
}

export interface ActionResource {
  readonly type: 'server' | 'primary_ip';
  readonly id: number;
}

/** An asynchronous task. What has become of it follows from the time. */
export interface Action {
  readonly id: number;
  readonly command: string;
  readonly startedAt: number;
  readonly finishesAt: number;
  readonly resources: readonly ActionResource[];
  /** What it ends with, once it ends, if not with success. */
  readonly failure: PlannedFailure | undefined;
}

export const actionStatuses = ['running', 'success', 'error'] as const;

export type ActionStatus = (typeof actionStatuses)[number];

export function statusOf({ finishesAt, failure }: Action, time: number): ActionStatus {
  if (time < finishesAt) return 'running';
  return failure === undefined ? 'success' : 'error';
}

/** Percent. */
export function progressOf({ startedAt, finishesAt }: Action, time: number): number {
  if (time >= finishesAt) return 100;
  return Math.max(0, Math.floor((100 * (time - startedAt)) / (finishesAt - startedAt)));
}
