import type { EC2ClientConfig } from '@aws-sdk/client-ec2';

type RequestHandler = NonNullable<EC2ClientConfig['requestHandler']>;

/** What the SDK sends, as far as it is needed here. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** Makes the AWS SDK's requests through a `fetch`. Like the handler it stands for, it sets no time limit. */
export function sdkRequestHandler(fetch: typeof globalThis.fetch): RequestHandler {
  return {
    async handle(request: SdkRequest) {
      const { method, protocol, hostname, port, path, headers, body } = request;
      const address = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
      const { host: _, ...others } = headers;
      const sent = typeof body === 'string' ? { body } : {};
      const response = await fetch(address, { method, headers: others, ...sent });
      return {
        response: {
          statusCode: response.status,
          reason: response.statusText,
          headers: Object.fromEntries(response.headers),
          body: new Uint8Array(await response.arrayBuffer()),
        },
      };
    },
    httpHandlerConfigs: () => ({}),
    updateHttpClientConfig: () => undefined,
  };
}
