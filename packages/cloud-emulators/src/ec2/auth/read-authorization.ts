import type { ApiCall } from '../../emulator/api-call.js';
import { requestErrors } from '../errors/request-errors.js';

/** What a request says of who signed it and how. */
export interface Authorization {
  readonly accessKeyId: string;
  /** The day, the Region, the service, and `aws4_request`. */
  readonly scope: readonly string[];
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260102T030405Z`. */
  readonly time: string;
  readonly sessionToken: string | undefined;
  /** For how long a presigned address is valid; undefined for signed headers. */
  readonly validForSeconds: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Reads the `Authorization` header or the parameters of a presigned address.
 *
 * @throws ApiError MissingAuthenticationToken when there is neither, IncompleteSignature when a part is missing
 */
export function readAuthorization({ headers, url }: ApiCall): Authorization {
  const header = headers.get('authorization');
  if (header !== null) {
    const [algorithm = '', ...rest] = header.trim().split(/\s+/);
    const fields = new Map(
      rest
        .join('')
        .split(',')
        .map((field): [string, string] => {
          const equals = field.indexOf('=');
          return [field.slice(0, equals), field.slice(equals + 1)];
        }),
    );
    return assemble({
      algorithm,
      credential: fields.get('Credential'),
      signedHeaders: fields.get('SignedHeaders'),
      signature: fields.get('Signature'),
      time: headers.get('x-amz-date') ?? undefined,
      sessionToken: headers.get('x-amz-security-token') ?? undefined,
      validFor: undefined,
    });
  }
  const query = url.searchParams;
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm === null) throw requestErrors.missingAuthenticationToken();
  return assemble({
    algorithm,
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    time: query.get('X-Amz-Date') ?? undefined,
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    validFor: query.get('X-Amz-Expires') ?? '',
  });
}

interface Parts {
  readonly algorithm: string;
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly time: string | undefined;
  readonly sessionToken: string | undefined;
  readonly validFor: string | undefined;
}

function assemble(parts: Parts): Authorization {
  const incomplete = requestErrors.incompleteSignature;
  if (parts.algorithm !== ALGORITHM) throw incomplete(`the algorithm must be ${ALGORITHM}`);
  const [accessKeyId, ...scope] = parts.credential?.split('/') ?? [];
  if (accessKeyId === undefined || scope.length !== 4 || scope[3] !== 'aws4_request') {
    throw incomplete(
      'the Credential must be a key id, a date, a Region, a service and aws4_request',
    );
  }
  const signedHeaders = parts.signedHeaders?.split(';') ?? [];
  if (!signedHeaders.includes('host')) throw incomplete('SignedHeaders must include host');
  if (!parts.signature) throw incomplete('there is no Signature');
  if (!/^\d{8}T\d{6}Z$/.test(parts.time ?? '')) throw incomplete('there is no X-Amz-Date');
  if (parts.validFor !== undefined && !/^\d{1,6}$/.test(parts.validFor)) {
    throw incomplete('X-Amz-Expires must be a number of seconds');
  }
  return {
    accessKeyId,
    scope,
    signedHeaders,
    signature: parts.signature,
    time: parts.time ?? '',
    sessionToken: parts.sessionToken,
    validForSeconds: parts.validFor === undefined ? undefined : Number(parts.validFor),
  };
}
