import type { Emulator } from '../../emulator/emulator.js';
import { EC2_TEST_CREDENTIALS, type Ec2Credentials } from '../auth/ec2-credentials.js';
import { signRequest } from '../auth/signature-v4.js';
import type { Ec2Types } from '../ec2-types.js';
import { parseXml, textAt, type XmlElement } from './parse-xml.js';

/** An answer, as it came and parsed. */
interface QueryAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly content: XmlElement;
  /** The code of an error. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** The form that was sent. */
  readonly form: string;
}

/** How a request differs from a plain one. */
interface QueryOptions {
  region?: string;
  credentials?: Ec2Credentials;
  /** When it says it was signed. Default: the emulator's time. */
  signedAt?: Date;
  /** Default: `2016-11-15`; undefined leaves it out. */
  version?: string | undefined;
  method?: 'GET' | 'POST';
  /** Changes the headers after signing. */
  tamper?: (headers: Headers) => void;
}

type QueryParameters = Readonly<Record<string, string | number | boolean>>;

export type Query = (
  action: string,
  parameters?: QueryParameters,
  options?: QueryOptions,
) => Promise<QueryAnswer>;

/** A client that does no more than write, sign and send parameters. */
export function createQuery(emulator: Emulator<Ec2Types>): Query {
  return async (action, parameters = {}, options = {}) => {
    const form = formOf(action, parameters, options);
    const response = await sendSigned(emulator, form, options);
    const text = await response.text();
    const { content } = parseXml(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      content,
      code: textAt(content, 'Errors', 'Error', 'Code'),
      message: textAt(content, 'Errors', 'Error', 'Message'),
      form,
    };
  };
}

/** Sends a request as `createQuery` does, and leaves the answer unread. */
export function sendQuery(
  emulator: Emulator<Ec2Types>,
  action: string,
  parameters: QueryParameters,
): Promise<Response> {
  return sendSigned(emulator, formOf(action, parameters, {}), {});
}

function formOf(action: string, parameters: QueryParameters, options: QueryOptions): string {
  const { version = 'version' in options ? undefined : '2016-11-15' } = options;
  return Object.entries({
    ...(action && { Action: action }),
    ...(version !== undefined && { Version: version }),
    ...parameters,
  })
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

function sendSigned(
  { url, clock }: Emulator<Ec2Types>,
  form: string,
  options: QueryOptions,
): Promise<Response> {
  const { region = 'us-east-1', signedAt, tamper } = options;
  const credentials: Ec2Credentials = options.credentials ?? EC2_TEST_CREDENTIALS;
  const { method = 'POST' } = options;
  const time = (signedAt ?? new Date(clock.now())).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = [time.slice(0, 8), region, 'ec2', 'aws4_request'];
  const headers = new Headers({ host: new URL(url).host, 'x-amz-date': time });
  if (method === 'POST') headers.set('content-type', 'application/x-www-form-urlencoded');
  if (credentials.sessionToken) headers.set('x-amz-security-token', credentials.sessionToken);
  const body = method === 'POST' ? form : '';
  const signature = signRequest(
    {
      method,
      path: '/',
      query: method === 'GET' ? [...new URLSearchParams(form)] : [],
      headers: [...headers],
      body: new TextEncoder().encode(body),
      time,
      scope,
    },
    credentials.secretAccessKey,
  );
  const signedHeaders = [...headers.keys()].join(';');
  headers.set(
    'authorization',
    `AWS4-HMAC-SHA256 Credential=${[credentials.accessKeyId, ...scope].join('/')}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  );
  tamper?.(headers);
  return method === 'GET'
    ? fetch(`${url}/?${form}`, { headers })
    : fetch(url, { method, headers, body });
}
