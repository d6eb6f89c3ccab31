import type { CloudName } from '../clouds/tested-cloud.js';
import type { Echo } from './echo.js';
import { type HeardRequest, hearRequest } from './heard-request.js';
import type { CloudSecrets } from './secret-set.js';

/** What goes wrong, and from which request on, counted from 1. */
export interface Strike {
  readonly echo: Echo;
  readonly position: number;
  /** How often. */
  readonly times: number;
  readonly turn: number;
}

/** Stands between a client and its cloud, and at times answers for it: with all that it was sent. */
export class Adversary {
  readonly heard: HeardRequest[] = [];
  readonly #cloud: CloudName;
  readonly #fetch: typeof globalThis.fetch;
  readonly #secrets: CloudSecrets;
  readonly #strike: Strike | undefined;

  constructor(
    cloud: CloudName,
    fetch: typeof globalThis.fetch,
    secrets: CloudSecrets,
    strike?: Strike,
  ) {
    this.#cloud = cloud;
    this.#fetch = fetch;
    this.#secrets = secrets;
    this.#strike = strike;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = await hearRequest(input, init);
    const position = this.heard.push(request);
    const strike = this.#strike;
    const since = strike === undefined ? -1 : position - strike.position;
    if (strike === undefined || since < 0 || since >= strike.times) {
      return this.#fetch(input, init);
    }
    const { echo, turn } = strike;
    return echo.answer(this.#cloud, { request, secrets: this.#secrets, turn: turn + since });
  };
}
