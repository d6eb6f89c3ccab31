import { withCredentials } from './stagely.mjs';

/** @import { Machine } from './machines.mjs' */
/** @import { Screen } from './screen.mjs' */
/** @import { Stagely } from './stagely.mjs' */

/**
 * Creates machines at the same time, each by a command of its own.
 *
 * @param {readonly Machine[]} machines
 * @param {{ stagely: Stagely, screen: Screen }} context
 */
export async function createMachines(machines, context) {
  const failures = await Promise.all(machines.map((machine) => createMachine(machine, context)));
  return failures.filter((failure) => failure !== undefined);
}

/** The words of the command for a machine. @param {Machine} machine */
export function createCommand({ request }) {
  return ['create', ...withCredentials(request.provider), ...request.options];
}

/**
 * @param {Machine} machine
 * @param {{ stagely: Stagely, screen: Screen }} context
 */
async function createMachine(machine, { stagely, screen }) {
  const { exitCode, document, failure } = await stagely.json(createCommand(machine), {
    onMessage: (line) => follow(line, machine, screen),
  });
  if (exitCode === 0) {
    machine.state = 'ready';
    machine.readyAt = performance.now();
    machine.type = document.instanceType;
    for (const { code } of document.warnings) machine.warnings.push(code);
    screen.changed(machine, `is ready: ${machine.type}`);
    return undefined;
  }
  machine.state = exitCode === 130 ? 'ended' : 'failed';
  screen.changed(machine, machine.state === 'ended' ? 'is gone' : 'failed');
  return `${machine.request.provider} ${machine.request.asked}: ${failure}`;
}

/**
 * Reads from a line of progress what a machine is doing.
 *
 * @param {string} line
 * @param {Machine} machine
 * @param {Screen} screen
 */
function follow(line, machine, screen) {
  const [, instanceId, address] = /: (\S+) has the address (\S+), waiting/.exec(line) ?? [];
  if (instanceId !== undefined && address !== undefined) {
    Object.assign(machine, { state: 'starting', instanceId, address });
    screen.changed(machine, `${instanceId} has the address ${address}`);
  } else if (line.startsWith('warning: ')) {
    screen.warn(machine, line.slice('warning: '.length));
  } else if (/: ending \S+ \(/.test(line)) {
    machine.state = 'ending';
    screen.changed(machine, 'is being ended');
  }
}
