import type { RecordedRequest } from './recorded-request.js';

/** What a user of an emulator can ask its log. */
export interface RequestLog {
  /** The newest requests in the order of arrival; how many are kept is the option `requestLogSize`. */
  all(): readonly RecordedRequest[];
  /**
   * How many requests there were since the start or the last `clear`, the forgotten ones included.
   * Counted are those of one operation, by its exact name, or without one all.
   */
  count(operation?: string): number;
  /** How many requests there were of each operation; `unknown` for what the cloud does not know. */
  countByOperation(): Map<string, number>;
  /**
   * Calls a listener with each request as soon as it is decided how it ends. What a listener throws becomes
   * a process warning.
   *
   * @returns ends the subscription
   */
  onRequest(listener: (request: RecordedRequest) => void): () => void;
  clear(): void;
}

/** The log with the side that writes it. */
export class RequestRecorder implements RequestLog {
  readonly #size: number;
  readonly #requests = new Map<number, RecordedRequest>();
  readonly #counts = new Map<string, number>();
  readonly #listeners = new Set<(request: RecordedRequest) => void>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Notes a request that has come. */
  begin(request: RecordedRequest): void {
    const operation = request.operation ?? 'unknown';
    this.#counts.set(operation, (this.#counts.get(operation) ?? 0) + 1);
    this.#requests.set(request.sequence, request);
    for (const oldest of this.#requests.keys()) {
      if (this.#requests.size <= this.#size) break;
      this.#requests.delete(oldest);
    }
  }

  /** Notes how a request ends and tells the listeners. */
  end(request: RecordedRequest): void {
    if (this.#requests.has(request.sequence)) this.#requests.set(request.sequence, request);
    for (const listener of [...this.#listeners]) {
      try {
        listener(request);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  all(): readonly RecordedRequest[] {
    return [...this.#requests.values()];
  }

  count(operation?: string): number {
    if (operation !== undefined) return this.#counts.get(operation) ?? 0;
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  countByOperation(): Map<string, number> {
    return new Map(this.#counts);
  }

  onRequest(listener: (request: RecordedRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#requests.clear();
    this.#counts.clear();
  }
}
