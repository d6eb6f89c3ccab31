/** An event of a droplet. */
export interface Action {
  readonly id: number;
  readonly type: ActionType;
  readonly dropletId: number;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Milliseconds since the epoch; moved forward when something ends it early. */
  endsAt: number;
  outcome: 'completed' | 'errored';
}

type ActionType = 'create' | 'destroy' | DropletActionType;

/** What can be asked of a droplet. */
export const dropletActionTypes = [
  'power_on',
  'power_off',
  'shutdown',
  'reboot',
  'power_cycle',
  'rename',
] as const;

export type DropletActionType = (typeof dropletActionTypes)[number];

/** What can be asked of a droplet in the real API only. */
export const actionTypesNotEmulated = [
  'enable_backups',
  'disable_backups',
  'change_backup_policy',
  'restore',
  'password_reset',
  'resize',
  'rebuild',
  'change_kernel',
  'enable_ipv6',
  'snapshot',
] as const;

export function isInProgress(action: Action, asOf: number): boolean {
  return action.startedAt <= asOf && asOf < action.endsAt;
}
