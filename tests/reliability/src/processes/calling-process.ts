import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CreatedInstance, CreateOutcome, InstanceSpec } from '@stagely/core';
import type { CloudConnection, CloudName } from '../clouds/tested-cloud.js';

export interface Calls {
  createInstance: { readonly argument: InstanceSpec; readonly value: CreatedInstance };
  terminateInstance: { readonly argument: string; readonly value: undefined };
}

/** What the process is told to do. */
export interface CallMessage {
  readonly callNumber: number;
  /** Calls with the same number are made on the same provider object. */
  readonly providerNumber: number;
  readonly connection: CloudConnection;
  readonly method: keyof Calls;
  readonly argument: unknown;
}

/** An error of ours, as another process tells it. */
interface ToldError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly outcome?: CreateOutcome;
  readonly instanceId?: string;
}

/** What came of a call in another process; with neither, the process ended before. */
export interface Told<T> {
  readonly value?: T;
  readonly error?: ToldError;
}

type Answer = 'ready' | ({ readonly callNumber: number } & Told<never>);

const PROGRAM = fileURLToPath(new URL('caller.mjs', import.meta.url));

let providers = 0;

/** A number that no provider of these processes has yet. */
export function nextProviderNumber(): number {
  providers++;
  return providers;
}

/** Another process that calls providers. */
export class CallingProcess {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (told: Told<never>) => void>();
  #calls = 0;

  private constructor(name: CloudName) {
    this.#process = fork(PROGRAM, [name], {
      // What the client library of EC2 thinks of the release of Node.js is known.
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    this.#process.on('message', (answer: Answer) => {
      if (answer === 'ready') return;
      this.#waiting.get(answer.callNumber)?.(answer);
      this.#waiting.delete(answer.callNumber);
    });
    this.#process.on('exit', () => {
      for (const settle of this.#waiting.values()) settle({});
      this.#waiting.clear();
    });
  }

  /** Starts one, ready to call the moment it is told to. */
  static async start(name: CloudName): Promise<CallingProcess> {
    const started = new CallingProcess(name);
    const [first] = await Promise.race([
      once(started.#process, 'message'),
      once(started.#process, 'exit'),
    ]);
    if (first !== 'ready') throw new Error(`The process has ended with ${first}.`);
    return started;
  }

  get #ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  call<Method extends keyof Calls>(
    providerNumber: number,
    connection: CloudConnection,
    method: Method,
    argument: Calls[Method]['argument'],
  ): Promise<Told<Calls[Method]['value']>> {
    this.#calls++;
    const callNumber = this.#calls;
    const message: CallMessage = {
      callNumber,
      providerNumber,
      connection,
      method,
      argument,
    };
    return new Promise((resolve) => {
      if (this.#ended) return resolve({});
      this.#waiting.set(callNumber, resolve);
      this.#process.send(message);
    });
  }

  /** Ends it at once, wherever it is, and resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.#ended) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
