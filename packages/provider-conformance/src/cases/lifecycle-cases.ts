import { isIPv4 } from 'node:net';
import { type InstanceStatus, type WaitUntilReadyOptions, waitUntilReady } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';

const STATES: readonly unknown[] = ['pending', 'running', 'stopped', 'terminated'];

export const lifecycleCases: readonly CaseDefinition[] = [
  {
    name: 'one call makes one machine',
    rule: 'createInstance makes exactly one machine',
    advice: 'look for a second create request, or for machines that listInstances does not show.',
    async run(context) {
      const provider = await context.openProvider();
      await context.create(provider, context.spec());
      await context.expectLive(provider, 1, 'after one creation');
    },
  },
  {
    name: 'a created machine has a public address',
    rule: 'createInstance resolves once the machine has a public IPv4 address, which then stays',
    advice: 'wait for the address before you resolve; poll() of @stagely/core/plugin helps.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId, publicIp } = await context.create(provider, context.spec());
      expectThat(isIPv4(publicIp), `publicIp is ${printValue(publicIp)}`);
      const status = await context.eventually(
        () => provider.getInstanceStatus(instanceId),
        (read) => read.publicIp === publicIp,
      );
      expectThat(
        status.publicIp === publicIp,
        `createInstance said ${publicIp} and getInstanceStatus says ${printValue(status.publicIp)}`,
      );
    },
  },
  {
    name: 'a created machine becomes ready',
    rule: 'a machine comes to run by itself, and its status says so',
    advice: 'map the state that the cloud gives to a machine that works to running.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      await expectSuccess('waitUntilReady', () =>
        waitUntilReady(provider, instanceId, waitingOptions(context)),
      );
    },
  },
  {
    name: 'a status is ready when the machine runs and has an address, and only then',
    rule: 'ready is true exactly when state is running and publicIp is set',
    advice: 'derive ready from the two other fields.',
    async run(context) {
      const statuses = await watchUntilReady(context);
      for (const { ready, state, publicIp } of statuses) {
        expectThat(
          ready === (state === 'running' && publicIp !== undefined),
          `ready is ${ready} while state is ${state} and publicIp is ${printValue(publicIp)}`,
        );
      }
    },
  },
  {
    name: 'a status has the fields of the contract',
    rule: 'a status has the id that was asked for, one of four states, IPv4 addresses where there are any, and when the machine was launched',
    advice: 'map the answer of the cloud field by field.',
    async run(context) {
      const statuses = await watchUntilReady(context);
      for (const status of statuses) {
        const { instanceId, state, ready, publicIp, privateIp, launchedAt, reason } = status;
        const shown = printValue(status);
        expectThat(
          context.instanceIds.includes(instanceId),
          `instanceId of ${shown} is another one`,
        );
        expectThat(STATES.includes(state), `state of ${shown} is none of ${STATES.join(', ')}`);
        expectThat(typeof ready === 'boolean', `ready of ${shown} is neither true nor false`);
        expectThat(
          publicIp === undefined || isIPv4(publicIp),
          `publicIp of ${shown} is no IPv4 address`,
        );
        expectThat(
          privateIp === undefined || isIPv4(privateIp),
          `privateIp of ${shown} is no IPv4 address`,
        );
        expectThat(
          launchedAt === undefined || Number.isFinite(launchedAt.getTime()),
          `launchedAt of ${shown} is no Date`,
        );
        expectThat(
          reason === undefined || typeof reason === 'string',
          `reason of ${shown} is no text`,
        );
      }
      const last = statuses.at(-1);
      expectThat(last?.launchedAt !== undefined, 'a machine that runs has no launchedAt');
    },
  },
  {
    name: 'a terminated machine has ended when terminateInstance resolves',
    rule: 'terminateInstance resolves once the cloud shows the deletion: the machine is terminated or unknown, and never live again',
    advice:
      'wait until the cloud shows the deletion, and map every state on the way to the end to terminated.',
    async run(context) {
      const provider = await context.openProvider();
      const { instanceId } = await context.create(provider, context.spec());
      const answer = await provider.terminateInstance(instanceId);
      expectThat(answer === undefined, `terminateInstance resolved with ${printValue(answer)}`);
      await context.expectEnded(provider, instanceId, 'after its termination');
      await context.expectLive(provider, 0, 'after its termination');
    },
  },
  {
    name: 'terminating one machine leaves the others alone',
    rule: 'terminateInstance ends the machine with that id and no other',
    advice: 'check what the delete request selects.',
    async run(context) {
      const provider = await context.openProvider();
      const ended = await context.create(provider, context.spec());
      const kept = await context.create(provider, context.spec());
      await provider.terminateInstance(ended.instanceId);
      await context.expectAlive(provider, kept.instanceId, 'when another machine was terminated');
      await context.expectLive(provider, 1, 'after one of two was terminated');
    },
  },
  {
    name: 'every size can be made',
    rule: 'small, medium and large all map to instance types',
    advice: 'map each size to a list of types, and take the first that is offered.',
    async run(context) {
      const provider = await context.openProvider();
      for (const size of ['medium', 'large'] as const) {
        const { instanceId } = await expectSuccess(`"${size}"`, () =>
          context.create(provider, context.spec({ size })),
        );
        await provider.terminateInstance(instanceId);
      }
    },
  },
];

function waitingOptions({ clock, observer }: CaseContext): WaitUntilReadyOptions {
  return { clock, random: observer.context.random };
}

/** Every status that is read of a machine on its way to being ready. */
async function watchUntilReady(context: CaseContext): Promise<InstanceStatus[]> {
  const provider = await context.openProvider();
  const { instanceId } = await context.create(provider, context.spec());
  const statuses: InstanceStatus[] = [];
  await settle(() =>
    waitUntilReady(provider, instanceId, {
      ...waitingOptions(context),
      onStatus: (status) => void statuses.push(status),
    }),
  );
  expectThat(statuses.length > 0, 'no status could be read');
  return statuses;
}
