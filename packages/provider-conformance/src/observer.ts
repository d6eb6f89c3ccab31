import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Logger, ProviderContext } from '@stagely/core';
import type { Clock } from '@stagely/core/plugin';
import type { CheckedHarness } from './check-harness.js';
import { visibleText } from './visible-text.js';

/** What can be seen of a provider at work: a request leaves, its answer comes, a wait begins. */
export type Step = 'request' | 'answer' | 'sleep';

/**
 * Told of a step, and of how often the request it belongs to had been made in a row before: a poll makes the same
 * request again and again.
 */
export type StepListener = (step: Step, repetitions: number) => void;

/** A request of the provider under test. */
export interface Exchange {
  /** Counted from 0 while a fault is in place; repetitions, as of a poll, are not counted. */
  readonly index: number;
  /** Whether it is the same request as the one before. */
  readonly repeated: boolean;
  /** The request as text: line, headers and body. */
  print(): Promise<string>;
  perform(): Promise<Response>;
}

/** Stands between a provider and its cloud. */
export type Fault = (exchange: Exchange) => Promise<Response>;

/** Requests made without the `fetch` of the context show here. */
const REQUEST_CHANNELS = ['undici:request:create', 'http.client.request.start'] as const;

/** Sees what the providers of a harness do, through the context that they are made with. */
export class Observer {
  readonly context: ProviderContext;
  #requests = 0;
  #lines: string[] = [];
  #usesFetch = false;
  #onStep: StepListener | undefined;
  #fault: Fault | undefined;
  #met = 0;
  #lastRequest = '';
  #repetitions = 0;

  constructor({ clock, fetch, settings }: CheckedHarness) {
    this.context = {
      clock: this.#observeClock(clock),
      fetch: this.#observeFetch(fetch),
      logger: this.#recordLines(),
      // Where time is simulated, chance is too, so that a case takes the same course every time.
      ...(clock.run === undefined ? {} : { random: () => 0.5 }),
      ...(settings === undefined ? {} : { settings }),
    };
  }

  /** How many requests have left since observation began. */
  get requests(): number {
    return this.#requests;
  }

  /** What was logged since observation began. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Observes a case from its beginning to its end. */
  async observe<T>(work: () => Promise<T>): Promise<T> {
    this.#requests = 0;
    this.#lines = [];
    // Heard in the middle of the client's work, so what follows is put off until that is done.
    const onRequest = () => {
      this.#requests++;
      if (!this.#usesFetch) queueMicrotask(() => this.#begin(`request ${this.#requests}`));
    };
    for (const channel of REQUEST_CHANNELS) subscribe(channel, onRequest);
    try {
      return await work();
    } finally {
      for (const channel of REQUEST_CHANNELS) unsubscribe(channel, onRequest);
    }
  }

  /** Tells of each step while `work` is under way. */
  async watchSteps<T>(onStep: StepListener, work: () => Promise<T>): Promise<T> {
    this.#forgetRequests();
    this.#onStep = onStep;
    try {
      return await work();
    } finally {
      this.#onStep = undefined;
    }
  }

  /**
   * Lets a fault stand between provider and cloud while `work` is under way, and tells how many requests met
   * it, without repetitions: none at a provider that does not use the `fetch` of the context.
   */
  async withFault<T>(
    fault: Fault,
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly met: number }> {
    this.#forgetRequests();
    this.#fault = fault;
    this.#met = 0;
    try {
      return { result: await work(), met: this.#met };
    } finally {
      this.#fault = undefined;
    }
  }

  #observeClock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      sleep: (ms, signal) => {
        const sleep = clock.sleep(ms, signal);
        this.#tell('sleep');
        return sleep;
      },
    };
  }

  #observeFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      this.#usesFetch = true;
      this.#requests++;
      this.#begin(labelOf(input, init));
      signalOf(input, init)?.throwIfAborted();
      const perform = () => fetch(input, init);
      const response = this.#fault
        ? await this.#fault({
            index: this.#repetitions > 0 ? this.#met - 1 : this.#met++,
            repeated: this.#repetitions > 0,
            print: () => printRequest(input, init),
            perform,
          })
        : await perform();
      this.#tell('answer');
      return response;
    };
  }

  #begin(label: string): void {
    this.#repetitions = label === this.#lastRequest ? this.#repetitions + 1 : 0;
    this.#lastRequest = label;
    this.#tell('request');
  }

  #tell(step: Step): void {
    this.#onStep?.(step, this.#repetitions);
  }

  #forgetRequests(): void {
    this.#lastRequest = '';
    this.#repetitions = 0;
  }

  #recordLines(): Logger {
    const record = (fields: object, message: string) => {
      this.#lines.push(`${message} ${visibleText(fields)}`);
    };
    return { debug: record, info: record, warn: record, error: record };
  }
}

type FetchInput = Parameters<typeof globalThis.fetch>[0];

function signalOf(input: FetchInput, init: RequestInit | undefined): AbortSignal | undefined {
  return init?.signal ?? (input instanceof Request ? input.signal : undefined);
}

function labelOf(input: FetchInput, init: RequestInit | undefined): string {
  const { method, url } = input instanceof Request ? input : { method: 'GET', url: String(input) };
  const body = typeof init?.body === 'string' ? init.body : '';
  return `${init?.method ?? method} ${url} ${body}`;
}

async function printRequest(input: FetchInput, init: RequestInit | undefined): Promise<string> {
  const source = input instanceof Request ? input.clone() : input;
  const request = new Request(source, { ...init, signal: null });
  const headers = [...request.headers].map(([name, value]) => `${name}: ${value}`);
  return [`${request.method} ${request.url}`, ...headers, '', await request.text()].join('\n');
}
