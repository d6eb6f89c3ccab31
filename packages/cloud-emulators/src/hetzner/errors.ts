import { ApiError } from '../emulator/api-error.js';

/** One field of an `invalid_input`. */
export interface FieldProblem {
  readonly name: string;
  readonly messages: readonly string[];
}

export const routeNotFound = () =>
  new ApiError({ status: 404, code: 'not_found', message: 'api route not found', details: null });

export const methodNotAllowed = () =>
  new ApiError({
    status: 405,
    code: 'method_not_allowed',
    message: 'the request method is not allowed',
    details: null,
  });

export const tokenMissing = () =>
  new ApiError({ status: 401, code: 'unauthorized', message: 'token is required', details: null });

export const tokenInvalid = () =>
  new ApiError({
    status: 401,
    code: 'unauthorized',
    message: 'the token you have provided is invalid',
    details: null,
  });

export const tokenReadOnly = ({ status, code }: { status: number; code: string }) =>
  new ApiError({
    status,
    code,
    message: 'the token is only allowed to perform GET requests',
    details: null,
  });

export const rateLimited = (limit: number) =>
  new ApiError({
    status: 429,
    code: 'rate_limit_exceeded',
    message: `limit of ${limit} requests per hour reached`,
    details: null,
  });

export const maintenance = () =>
  new ApiError({
    status: 403,
    code: 'maintenance',
    message: 'cannot perform operation due to maintenance',
    details: null,
  });

export const malformedJson = (message = 'invalid JSON input in your request') =>
  new ApiError({ status: 400, code: 'json_error', message, details: null });

export const bodyTooLarge = () =>
  new ApiError({
    status: 413,
    code: 'invalid_input',
    message: 'request body is too large',
    details: null,
  });

export const internalError = () =>
  new ApiError({
    status: 500,
    code: 'server_error',
    message: 'an internal error has occurred',
    details: null,
  });

/** The API lists all fields in its message. */
export function invalidFields(fields: readonly FieldProblem[]): ApiError {
  const names = fields.map(({ name }) => `'${name}'`).join(', ');
  return new ApiError({
    status: 422,
    code: 'invalid_input',
    message: `invalid input in field${fields.length === 1 ? '' : 's'} ${names}`,
    details: { fields },
  });
}

export const invalidField = (name: string, ...messages: string[]) =>
  invalidFields([{ name, messages }]);

/** Problems between fields that the API names in its message alone. */
export const invalidInput = (message: string) =>
  new ApiError({ status: 422, code: 'invalid_input', message, details: {} });

export const notFound = (kind: string, id: number | string) =>
  new ApiError({
    status: 404,
    code: 'not_found',
    message: `${kind} with ID '${id}' not found`,
    details: null,
  });

export const notUnique = (message: string, field: string) =>
  new ApiError({
    status: 409,
    code: 'uniqueness_error',
    message,
    details: { fields: [{ name: field }] },
  });

export const limitExceeded = (message: string, limit: string) =>
  new ApiError({
    status: 403,
    code: 'resource_limit_exceeded',
    message,
    details: { limits: [{ name: limit }] },
  });

export const resourceUnavailable = (message: string) =>
  new ApiError({ status: 412, code: 'resource_unavailable', message, details: null });

export const locked = () =>
  new ApiError({
    status: 423,
    code: 'locked',
    message: 'cannot perform operation because resource is locked',
    details: null,
  });

export const protectedResource = (message: string) =>
  new ApiError({ status: 423, code: 'protected', message, details: null });

/** An endpoint whose removal was announced. */
export const removedEndpoint = (announcement: string) =>
  new ApiError({
    status: 410,
    code: 'deprecated_api_endpoint',
    message: 'API functionality was removed',
    details: { announcement },
  });

/** Codes that belong to one operation, such as `server_not_stopped`. */
export const unprocessable = (code: string, message: string) =>
  new ApiError({ status: 422, code, message, details: null });

export const primaryIpVersionMismatch = () =>
  new ApiError({
    status: 412,
    code: 'primary_ip_version_mismatch',
    message: 'the specified Primary IP has the wrong IP version',
    details: null,
  });
