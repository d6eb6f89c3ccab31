import { InvalidInputError, type ProviderWarning } from '@stagely/core';
import {
  type BackoffOptions,
  type Call,
  type Clock,
  type CreationCloud,
  describeOperation,
  endInstance,
  InstanceLockedError,
  type InstanceMark,
  type Launch,
  type LaunchedInstance,
  LaunchTakenError,
  type ManagedInstance,
  OWNERSHIP_TAG,
  poll,
  type SharedReads,
  type TerminationCloud,
  withDeadline,
} from '@stagely/core/plugin';
import { actionFailure } from './actions/action-failure.js';
import type { ActionWaiter } from './actions/action-waiter.js';
import type { Catalogue } from './catalogue/catalogue.js';
import type { HetznerClient } from './client/hetzner-client.js';
import type { HetznerAction } from './client/resources/action.js';
import { mapError, withMappedErrors } from './errors/map-error.js';
import { isLocked, isNameTaken } from './errors/recognise-refusal.js';
import { markServer } from './instances/mark-server.js';
import type { ServerAddresses } from './instances/server-addresses.js';
import type { ServerLabels } from './instances/server-labels.js';
import { toServerName } from './instances/server-name.js';
import { type HetznerInstance, toManagedInstance } from './instances/to-managed-instance.js';
import { warningsFor } from './instances/warnings-for.js';
import { buildServer } from './launch/build-server.js';
import { planServers, type ServerPlan } from './launch/plan-servers.js';
import type { HetznerSpec } from './parse-hetzner-spec.js';

export interface HetznerCloudOptions {
  readonly client: HetznerClient;
  readonly catalogue: Catalogue;
  readonly actions: ActionWaiter;
  readonly addresses: ServerAddresses;
  readonly labels: ServerLabels;
  /** Reads of single machines, which share requests. */
  readonly reads: SharedReads<HetznerInstance>;
  readonly clock: Clock;
  readonly backoff: BackoffOptions;
  readonly visibilityWindowMs: number;
  /** How long the actions of a creation may take, in milliseconds. */
  readonly actionTimeoutMs: number;
}

/** How long the delete action is waited for before the machine itself is looked at, in milliseconds. */
const DELETE_ACTION_MS = 20_000;

/** What the Hetzner Cloud brings to the creation and the end of machines. */
export class HetznerCloud implements CreationCloud<HetznerSpec, ServerPlan>, TerminationCloud {
  readonly visibilityWindowMs: number;
  /**
   * Ids go up with launches. Names are unique in a project, and have the key; but a machine that its maker gives up is
   * renamed, and stays when somebody has it: so a second one can be made.
   */
  readonly launchTimeResolutionMs = 0;
  readonly #options: HetznerCloudOptions;
  /** The actions of machines that were just requested. */
  readonly #actionsOf = new WeakMap<LaunchedInstance, readonly HetznerAction[]>();

  constructor(options: HetznerCloudOptions) {
    this.#options = options;
    this.visibilityWindowMs = options.visibilityWindowMs;
  }

  /** By the label of the key, which a machine keeps also when its maker has renamed it to give it up. */
  async findByKey(spec: HetznerSpec, call: Call): Promise<readonly HetznerInstance[]> {
    const labelSelector = `${OWNERSHIP_TAG.managed},${OWNERSHIP_TAG.idempotencyKeyHash}=${spec.idempotencyKeyHash}`;
    const { servers } = await withMappedErrors({ ...call, subject: 'project' }, () =>
      this.#options.client.servers.list({ labelSelector }, { signal: call.signal }),
    );
    return servers.map(toManagedInstance).filter(({ state }) => state !== 'terminated');
  }

  plan(spec: HetznerSpec, call: Call): Promise<readonly ServerPlan[]> {
    const { catalogue, clock } = this.#options;
    return planServers(catalogue, spec, call, clock.now());
  }

  async launch(
    spec: HetznerSpec,
    plan: ServerPlan,
    { operation, creator }: Launch,
  ): Promise<LaunchedInstance> {
    try {
      const created = await buildServer(this.#options.client, spec, plan, creator).create();
      const launched = { instanceId: String(created.server.id), warnings: [] };
      this.#actionsOf.set(launched, [created.action, ...created.nextActions]);
      return launched;
    } catch (error) {
      if (isNameTaken(error)) {
        await this.#refuseForeignName(spec, operation);
        throw new LaunchTakenError(error.message, { cause: error });
      }
      const hasOtherTypes = spec.options.instanceType === undefined;
      throw mapError(error, { operation, subject: 'spec', hasOtherTypes });
    }
  }

  /** Awaits the creation and the first start. */
  async confirmLaunch(launched: LaunchedInstance, call: Call): Promise<void> {
    const { operation, signal } = call;
    const { clock, backoff, actionTimeoutMs: timeoutMs } = this.#options;
    const awaiting = 'Hetzner to finish the creation';
    const { failed } = await poll(async (cut) => this.#firstFailure(launched, operation, cut), {
      clock,
      operation,
      timeoutMs,
      signal,
      backoff,
      awaiting,
    });
    if (failed !== undefined) throw mapError(actionFailure(failed), { ...call, subject: 'spec' });
  }

  readInstance(instanceId: string, call: Call): Promise<HetznerInstance> {
    return this.#options.reads.read(instanceId, call);
  }

  async requestEnd(instanceId: string, call: Call): Promise<'ended' | 'requested'> {
    const { client, addresses } = this.#options;
    const { signal } = call;
    const id = Number(instanceId);
    return withMappedErrors({ ...call, subject: 'instance' }, async () => {
      await addresses.prepareEnd(id, { signal });
      const action = await client.servers.delete(id, { signal }).catch((error: unknown) => {
        if (!isLocked(error)) throw error;
        const cause = mapError(error, { ...call, subject: 'instance' });
        throw new InstanceLockedError(error.message, { cause });
      });
      return this.#outcomeOfDeletion(action, signal);
    });
  }

  markInstance(instanceId: string, mark: InstanceMark, set: boolean, call: Call): Promise<void> {
    return markServer(this.#options, instanceId, { mark, set }, call);
  }

  endInstance(instanceId: string, call: Call): Promise<void> {
    const { clock, backoff } = this.#options;
    return endInstance(this, instanceId, call, { clock, backoff });
  }

  warningsFor(spec: HetznerSpec, instance: ManagedInstance): readonly ProviderWarning[] {
    const { catalogue, clock } = this.#options;
    const serverType = catalogue.peekServerType(instance.instanceType);
    return warningsFor(spec, instance, { serverType, now: clock.now() });
  }

  /** @throws InvalidInputError when the name belongs to a server that Stagely did not make with this key */
  async #refuseForeignName(spec: HetznerSpec, operation: Call['operation']): Promise<void> {
    const name = toServerName(spec.idempotencyKeyHash);
    const { servers } = await withMappedErrors({ operation, subject: 'project' }, () =>
      this.#options.client.servers.list({ name }),
    );
    for (const { instanceId, idempotencyKeyHash } of servers.map(toManagedInstance)) {
      if (idempotencyKeyHash === spec.idempotencyKeyHash) continue;
      throw foreignServer(instanceId, name, operation);
    }
  }

  /** Waits for one action after the other, as they are carried out, up to one that fails. */
  async #firstFailure(
    launched: LaunchedInstance,
    operation: Call['operation'],
    signal: AbortSignal,
  ): Promise<{ readonly failed?: HetznerAction }> {
    return withMappedErrors({ operation, signal, subject: 'instance' }, async () => {
      for (const action of await this.#actionsOfLaunch(launched, signal)) {
        const finished = await this.#options.actions.untilFinished(action, signal);
        if (finished.status === 'error') return { failed: finished };
      }
      return {};
    });
  }

  /** A machine whose create answer was lost is asked for its actions. */
  async #actionsOfLaunch(
    launched: LaunchedInstance,
    signal: AbortSignal,
  ): Promise<readonly HetznerAction[]> {
    const known = this.#actionsOf.get(launched);
    if (known !== undefined) return known;
    const { servers } = this.#options.client;
    const { actions } = await servers.actions.list(Number(launched.instanceId), {}, { signal });
    return actions;
  }

  /** A deletion that was accepted may still fail, so its action is waited for. */
  async #outcomeOfDeletion(
    action: HetznerAction,
    signal: AbortSignal | undefined,
  ): Promise<'ended' | 'requested'> {
    const { clock, actions } = this.#options;
    const timeoutMs = DELETE_ACTION_MS;
    const finished = await withDeadline({ clock, timeoutMs, signal }, (scope) =>
      actions.untilFinished(action, scope.signal),
    ).catch(() => undefined);
    signal?.throwIfAborted();
    // Whatever kept the action from being seen, the machine itself is to be looked at now.
    if (finished === undefined) return 'requested';
    if (finished.status === 'error') throw actionFailure(finished);
    return 'ended';
  }
}

function foreignServer(
  instanceId: string,
  name: string,
  operation: Call['operation'],
): InvalidInputError {
  const message = `stands for the server name ${name}, which a server has that Stagely did not make with this key`;
  return new InvalidInputError(
    `${describeOperation(operation)} failed: the idempotency key ${message} (${instanceId}). Use another key, or rename or delete that server.`,
    {
      ...operation,
      outcome: 'no-instance',
      issues: [{ path: 'spec.idempotencyKey', message }],
    },
  );
}
