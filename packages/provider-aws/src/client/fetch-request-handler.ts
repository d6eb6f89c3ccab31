/** What the client library sends, as far as it is needed here. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Makes the requests of the client library through an application's `fetch`. */
export class FetchRequestHandler {
  readonly metadata = { handlerProtocol: 'fetch' };
  readonly #fetch: typeof globalThis.fetch;

  constructor(fetch: typeof globalThis.fetch) {
    this.#fetch = fetch;
  }

  async handle(request: SdkRequest, { abortSignal }: { abortSignal?: unknown } = {}) {
    const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    const { method, headers, body } = request;
    const response = await this.#fetch(addressOf(request), {
      method,
      // Keys and user data go nowhere but to EC2.
      redirect: 'manual',
      // Every fetch takes the host from the address.
      headers: Object.fromEntries(
        Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'host'),
      ),
      ...(isBody(body) ? { body } : {}),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      response: {
        statusCode: response.status,
        reason: response.statusText,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      },
    };
  }

  /** The client library may ask; there is nothing to tell. */
  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  updateHttpClientConfig(): void {}
}

function addressOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
  for (const [name, values] of Object.entries(query)) {
    for (const value of Array.isArray(values) ? values : [values]) {
      url.searchParams.append(name, value ?? '');
    }
  }
  return url.href;
}

function isBody(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}
