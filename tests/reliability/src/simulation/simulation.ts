import type { RecordedRequest } from '@stagely/cloud-emulators';
import type { VirtualClock } from '@stagely/core/plugin';
import type { TestedCloud } from '../clouds/tested-cloud.js';
import { explainEnd } from './explain-end.js';
import { faultOf, requestsOf } from './fault-of.js';
import { History } from './history.js';
import type { Evidence } from './judge-creation.js';
import { judgeRejection } from './judge-error.js';
import { judgeResult } from './judge-result.js';
import { type Actor, type MachineLife, MachineLives } from './machine-lives.js';
import { nameOf, type OperationRecord } from './operation-record.js';
import { type Action, CLIENTS, type Operation, type Program } from './program.js';
import { randomNumbers } from './random-numbers.js';
import { CLIENT_HEADER, SimulatedClient } from './simulated-client.js';
import { startOperation } from './start-operation.js';
import type { Violation } from './violation.js';

/** A cloud, its clients, and what happens between them while a program runs. */
export class Simulation {
  readonly cloud: TestedCloud;
  readonly clock: VirtualClock;
  readonly history: History;
  readonly lives: MachineLives;
  readonly violations: Violation[] = [];
  readonly log: string[] = [];
  readonly #random: () => number;
  readonly #clients: SimulatedClient[] = [];
  readonly #everyClient: SimulatedClient[] = [];
  readonly #settling = new Map<OperationRecord, Promise<void>>();
  readonly #evidence: Evidence;

  constructor(cloud: TestedCloud, clock: VirtualClock, { lagMs, noise }: Program) {
    this.cloud = cloud;
    this.clock = clock;
    this.history = new History(cloud.requests);
    cloud.plantForeign();
    this.lives = new MachineLives(cloud);
    this.#random = randomNumbers(noise);
    this.#evidence = { history: this.history, lives: this.lives, lagMs };
    for (let index = 0; index < CLIENTS; index++) this.#replaceClient(index);
    cloud.requests.onRequest((request) => this.#onRequest(request));
  }

  /** How many requests and sleeps of living clients are under way. */
  get waits(): number {
    return this.#everyClient.reduce((sum, { waits }) => sum + waits, 0);
  }

  /** Operations of living clients that have not settled. */
  get unsettled(): OperationRecord[] {
    return [...this.#settling.keys()].filter(({ client }) => !this.history.crashes.has(client));
  }

  async settled(): Promise<void> {
    await Promise.all(this.unsettled.map((record) => this.#settling.get(record)));
  }

  openClient(name: string): SimulatedClient {
    const client = new SimulatedClient(this.cloud, name, randomNumbers(this.#random() * 2 ** 32));
    this.#everyClient.push(client);
    return client;
  }

  /** Carries out an action; an operation is begun, and not waited for. */
  perform(action: Action): void {
    const { cloud, history, clock } = this;
    switch (action.type) {
      case 'crash': {
        const client = this.#clients[action.client];
        client?.crash();
        if (client !== undefined) history.crashes.set(client.name, clock.now());
        this.#replaceClient(action.client);
        return;
      }
      case 'fault': {
        const { kind, requests, probability, forMs } = action;
        const operation = requestsOf(cloud.name, requests);
        const fault = faultOf(cloud.name, kind);
        const rule = cloud.faults.add({ operation, probability, times: 'always', fault });
        clock.sleep(forMs).then(() => rule.remove());
        return;
      }
      case 'capacity':
        cloud.setCapacity(action.machines);
        return;
      case 'quota':
        cloud.setQuota(action.machines);
        return;
      case 'endMachine':
      case 'stopMachine': {
        const life = pick(this.lives.living(), action.target);
        if (life !== undefined) cloud[action.type](life.id);
        this.#observe('cloud');
        return;
      }
      default:
        this.#begin(action);
    }
  }

  #begin(action: Operation): void {
    const client = this.#clients[action.client];
    if (client === undefined) return;
    const life = 'target' in action ? pick(this.lives.all(), action.target) : undefined;
    if ('target' in action && life === undefined) return;
    const { operations } = this.history;
    this.start(client, {
      number: operations.length + 1,
      client: client.name,
      action,
      target: life?.id,
      startedAt: this.clock.now(),
    });
  }

  /** Begins an operation of a client, and judges it when it settles. */
  start(client: SimulatedClient, record: OperationRecord): Promise<void> {
    const { abortAfterMs } = record.action;
    const controller = new AbortController();
    const settled = new AbortController();
    if (abortAfterMs !== undefined) {
      this.clock.sleep(abortAfterMs, settled.signal).then(
        () => {
          record.abortedAt = this.clock.now();
          controller.abort();
        },
        () => undefined,
      );
    }
    this.history.operations.push(record);
    const settling = startOperation(client, record, controller.signal)
      .then(
        (value) => {
          record.settlement = { at: this.clock.now(), value };
        },
        (error: unknown) => {
          record.settlement = { at: this.clock.now(), error };
        },
      )
      .then(() => {
        settled.abort();
        this.#settling.delete(record);
        this.violations.push(...this.#judge(record));
      });
    this.#settling.set(record, settling);
    return settling;
  }

  #judge(record: OperationRecord): Violation[] {
    const { settlement } = record;
    if (settlement === undefined) return [];
    if ('value' in settlement) return judgeResult(record, this.#evidence);
    return judgeRejection(record, settlement.error, this.#evidence, this.cloud.secrets);
  }

  #onRequest(request: RecordedRequest): void {
    const { sequence, at, method, path, operation, bodyBytes, faults, status, errorCode } = request;
    const client = request.headers[CLIENT_HEADER];
    const line = [
      sequence,
      at,
      client,
      method,
      path,
      operation,
      bodyBytes,
      faults,
      status,
      errorCode,
    ];
    this.log.push(JSON.stringify(line));
    if (request.failure !== undefined) {
      const message = `The emulator has a defect: ${String(request.failure)} at ${line.join(' ')}`;
      this.violations.push({ kind: 'wrongOutcome', message });
    }
    this.#observe(client === undefined ? 'cloud' : { client });
  }

  #observe(actor: Actor): void {
    for (const life of this.lives.observe(actor)) this.#judgeEnd(life, actor);
  }

  #judgeEnd(life: MachineLife, actor: Actor): void {
    const reason = explainEnd(life, this.history, this.#evidence.lagMs);
    if (reason !== undefined && !(reason === 'givenUp' && this.history.isHeld(life))) return;
    const owners = this.history.operations.filter(({ created }) => created?.instanceId === life.id);
    const by = actor === 'cloud' ? 'the cloud' : actor.client;
    const whose =
      owners.length === 0 ? 'nobody had got' : `${owners.map(nameOf).join(', ')} had got`;
    this.violations.push({ kind: 'endedInUse', message: `${by} ended ${life.id}, which ${whose}` });
  }

  #replaceClient(index: number): void {
    const generation = this.#everyClient.length;
    this.#clients[index] = this.openClient(`client-${index}.${generation}`);
  }
}

function pick(lives: readonly MachineLife[], target: number): MachineLife | undefined {
  return lives[target % Math.max(1, lives.length)];
}
