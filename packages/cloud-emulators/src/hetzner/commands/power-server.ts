import { invalidInput } from '../errors.js';
import type { HetznerTiming } from '../hetzner-cloud.js';
import type { HetznerAccount } from '../state/account.js';
import type { Action } from '../state/action.js';
import type { Project } from '../state/project.js';
import type { Server, ServerStatus } from '../state/server.js';
import type { Step } from '../state/timeline.js';
import { requireUnlocked } from './require-unlocked.js';

export const powerCommands = ['poweron', 'poweroff', 'shutdown', 'reboot', 'reset'] as const;

export type PowerCommand = (typeof powerCommands)[number];

/** The action's name, and how long it runs. */
const actions: Readonly<Record<PowerCommand, readonly [command: string, timing: HetznerTiming]>> = {
  poweron: ['start_server', 'startMs'],
  poweroff: ['stop_server', 'powerOffMs'],
  shutdown: ['shutdown_server', 'shutdownRequestMs'],
  reboot: ['reboot_server', 'shutdownRequestMs'],
  reset: ['reset_server', 'rebootMs'],
};

/** @throws ApiError when the server is locked, or cannot be started for want of a network interface */
export function powerServer(
  account: HetznerAccount,
  project: Project,
  server: Server,
  powerCommand: PowerCommand,
): Action {
  const now = account.context.clock.now();
  requireUnlocked(account, server);
  if (powerCommand === 'poweron' && !hasInterface(server)) {
    throw invalidInput('server has no network interface');
  }
  const [command, timing] = actions[powerCommand];
  const action = account.startAction(project, {
    command,
    resources: [{ type: 'server', id: server.id }],
    durationMs: account.context.drawTiming(timing),
  });
  account.lock(server, action);
  if (!action.failure) {
    server.status.plan(...planStatus(account, server, powerCommand, now, action.finishesAt));
  }
  return action;
}

function planStatus(
  { context: { drawTiming } }: HetznerAccount,
  server: Server,
  command: PowerCommand,
  now: number,
  finishesAt: number,
): readonly Step<ServerStatus>[] {
  const isOff = server.status.at(now) === 'off';
  switch (command) {
    case 'poweron':
      return isOff
        ? [
            { from: now, value: 'starting' },
            { from: finishesAt, value: 'running' },
          ]
        : [];
    case 'poweroff':
      return isOff
        ? []
        : [
            { from: now, value: 'stopping' },
            { from: finishesAt, value: 'off' },
          ];
    case 'shutdown':
      if (isOff || !server.obeysShutdown) return [];
      return [
        { from: finishesAt, value: 'stopping' },
        { from: finishesAt + drawTiming('shutdownMs'), value: 'off' },
      ];
    case 'reboot':
      if (isOff || !server.obeysShutdown) return [];
      return [
        { from: finishesAt, value: 'stopping' },
        { from: finishesAt + drawTiming('rebootMs'), value: 'running' },
      ];
    case 'reset':
      return [
        { from: now, value: 'starting' },
        { from: finishesAt, value: 'running' },
      ];
  }
}

function hasInterface({ ipv4, ipv6, privateAddresses }: Server): boolean {
  return ipv4.latest !== undefined || ipv6.latest !== undefined || privateAddresses.length > 0;
}
