import { IdSequence } from '../../random/id-sequence.js';
import { Ipv4Sequence } from '../../random/ipv4-sequence.js';
import type { HetznerBehaviour } from '../behaviour.js';
import { HetznerCatalogue } from '../catalogue/catalogue.js';
import type { HetznerContext, HetznerQuota } from '../hetzner-cloud.js';
import type { Action, ActionResource, PlannedFailure } from './action.js';
import { Project } from './project.js';
import type { Server } from './server.js';

/** An action to be started. */
export interface ActionRequest {
  readonly command: string;
  readonly resources: readonly ActionResource[];
  readonly durationMs: number;
  /** Instead of what was planned for its command. */
  readonly failure?: PlannedFailure | undefined;
}

const passwordAlphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A customer's account with its projects, and what they share. Everything the routes work on. */
export class HetznerAccount {
  readonly context: HetznerContext;
  readonly catalogue: HetznerCatalogue;
  behaviour: HetznerBehaviour;
  /** Whether writes are refused with 403 `maintenance`. */
  inMaintenance = false;
  /** Every server there ever was. */
  readonly allServers = new Map<number, Server>();
  /** One sequence for all kinds, so that an id of one kind is never an id of another. */
  readonly ids = new IdSequence(500_000_001);
  readonly ipv4Addresses = new Ipv4Sequence('198.18.0.0/15');
  readonly #projects = new Map<string, Project>();
  #ipv6Networks = 1;

  constructor(context: HetznerContext, behaviour: HetznerBehaviour) {
    this.context = context;
    this.behaviour = behaviour;
    this.catalogue = new HetznerCatalogue(context.capacity);
  }

  project(name: string): Project {
    const existing = this.#projects.get(name);
    if (existing) return existing;
    const { clock, consistency } = this.context;
    const project = new Project(name, clock, consistency.maximumLagMs);
    this.#projects.set(name, project);
    return project;
  }

  nextIpv6Network(): string {
    const network = this.#ipv6Networks++;
    return `2001:db8:${hex(Math.floor(network / 65_536) % 65_536)}:${hex(network % 65_536)}::/64`;
  }

  generatePassword(): string {
    const { random } = this.context;
    const letter = () => passwordAlphabet.charAt(random.integer(0, passwordAlphabet.length - 1));
    return Array.from({ length: 20 }, letter).join('');
  }

  startAction(project: Project, request: ActionRequest): Action {
    const { command, resources, durationMs } = request;
    const startedAt = this.context.clock.now();
    const action: Action = {
      id: this.ids.next(),
      command,
      startedAt,
      finishesAt: startedAt + durationMs,
      resources,
      failure: request.failure ?? project.plannedFailures.take(command),
    };
    project.actions.add(action);
    return action;
  }

  /** Locks a server until an action on it ends, or longer where locks last longer. */
  lock({ locked }: Server, { finishesAt }: Action): void {
    const now = this.context.clock.now();
    const until = finishesAt + this.context.drawTiming('lockMs');
    if (until > now) locked.plan({ from: now, value: true }, { from: until, value: false });
  }

  /** Whether the account may have so many more of something; its projects count together. */
  allows(quota: HetznerQuota, wanted: number): boolean {
    const { quotas } = this.context;
    if (wanted === 0 || quotas.limit(quota) === Number.POSITIVE_INFINITY) return true;
    let inUse = 0;
    for (const project of this.#projects.values()) inUse += project.usage(quota);
    return quotas.allows(quota, inUse, wanted);
  }
}

function hex(value: number): string {
  return value.toString(16);
}
