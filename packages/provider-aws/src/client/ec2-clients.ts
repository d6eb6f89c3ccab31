import type { EC2Client, EC2ClientConfig } from '@aws-sdk/client-ec2';
import { LRUCache } from 'lru-cache';
import { FetchRequestHandler } from './fetch-request-handler.js';
import { type Ec2Sdk, loadEc2Sdk } from './load-ec2-sdk.js';
import { requireAcknowledgement } from './require-acknowledgement.js';

/** Keys of an account, as the client library takes them. */
export interface AccountKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Ec2ClientsOptions {
  /** Default: those that the client library finds in its own places. */
  readonly keys?: AccountKeys | undefined;
  readonly endpoint?: string | undefined;
  readonly requestHandler?: EC2ClientConfig['requestHandler'] | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The client library and its client for one region. */
export interface Connection {
  readonly sdk: Ec2Sdk;
  readonly client: EC2Client;
}

/** More than there are regions. */
const MAX_CLIENTS = 64;

/** A client for each region, made when it is first needed. Their connections are kept, without keeping the process alive. */
export class Ec2Clients {
  readonly #clients = new LRUCache<string, EC2Client>({ max: MAX_CLIENTS });
  readonly #options: Ec2ClientsOptions;
  #findKeys: (() => Promise<AccountKeys>) | undefined;
  #found: readonly (string | undefined)[] = [];

  constructor(options: Ec2ClientsOptions) {
    this.#options = options;
  }

  /** The keys that the client library found last, where it finds them itself. */
  get foundSecrets(): readonly (string | undefined)[] {
    return this.#found;
  }

  async open(region: string): Promise<Connection> {
    const sdk = await loadEc2Sdk();
    const client = this.#clients.get(region) ?? this.#connect(sdk, region);
    return { sdk, client };
  }

  #connect(sdk: Ec2Sdk, region: string): EC2Client {
    const { endpoint, fetch, requestHandler } = this.#options;
    const handler = requestHandler ?? (fetch && new FetchRequestHandler(fetch));
    const client = new sdk.EC2Client({
      region,
      credentials: this.#keys(sdk, region),
      // Providers do not retry: the orchestrator does.
      maxAttempts: 1,
      retryMode: 'standard',
      defaultsMode: 'standard',
      // What is set here is not looked for in files: under an application's clock nothing else may take time.
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
      userAgentAppId: 'stagely',
      authSchemePreference: [],
      disableClockSkewCorrection: false,
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint === undefined ? {} : { endpoint }),
      requestHandler: handler ?? { httpAgent: AGENT, httpsAgent: AGENT, logger: silent },
    });
    requireAcknowledgement(client);
    this.#clients.set(region, client);
    return client;
  }

  /** Keys that the client library finds are found once for all regions, and are as secret as given ones. */
  #keys(sdk: Ec2Sdk, region: string): AccountKeys | (() => Promise<AccountKeys>) {
    const { keys } = this.#options;
    if (keys !== undefined) return keys;
    if (this.#findKeys === undefined) {
      const { credentials } = new sdk.EC2Client({ region }).config;
      this.#findKeys = async () => {
        const found = await credentials();
        this.#found = [found.accessKeyId, found.secretAccessKey, found.sessionToken];
        return found;
      };
    }
    return this.#findKeys;
  }
}

/** As many connections for a region as the client library has by default. */
const AGENT = { keepAlive: true, maxSockets: 50 };

const ignore = () => undefined;
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };
