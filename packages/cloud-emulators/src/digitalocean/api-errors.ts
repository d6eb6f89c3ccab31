import { ApiError } from '../emulator/api-error.js';

/** The body does not parse: JSON, UTF-8 or the form of the request. */
export const unreadableBody = () =>
  new ApiError({ status: 400, code: 'bad_request', message: 'error parsing request body' });

/** Fields or parameters that the API does not know. Its id has a space, as the one seen in 2019. */
export const unpermittedParameters = (names: readonly string[]) =>
  new ApiError({
    status: 400,
    code: 'bad request',
    message: `found unpermitted parameters: ${names.join(', ')}`,
  });

/** A name that no tag can have. */
export const invalidTag = (problem: string) =>
  new ApiError({
    status: 400,
    code: 'bad_request',
    message: `Error validating resource tag: "${problem}"`,
  });

/** No token, or one that is unknown, revoked or expired. */
export const unauthorized = () =>
  new ApiError({ status: 401, code: 'unauthorized', message: 'Unable to authenticate you' });

/** A token with custom scopes that lacks one. */
export const missingScope = () => forbidden('You are not authorized to perform this operation.');

/** A read-only token that writes, or an account that is locked. */
export const noAccess = () => forbidden('You do not have access for the attempted action.');

const forbidden = (message: string) => new ApiError({ status: 403, code: 'forbidden', message });

/** Nothing has this id, or the address is none of the API's. */
export const notFound = () =>
  new ApiError({
    status: 404,
    code: 'not_found',
    message: 'The resource you were accessing could not be found.',
  });

/** The address exists, but not with this method. */
export const methodNotAllowed = (allowed: readonly string[]) =>
  new ApiError({
    status: 405,
    code: 'method_not_allowed',
    message: 'The method is not allowed for the requested resource.',
    headers: { allow: allowed.join(', ') },
  });

export const bodyTooLarge = () =>
  new ApiError({
    status: 413,
    code: 'request_entity_too_large',
    message: 'The request body is too large.',
  });

/** A body that is not said to be JSON. */
export const unsupportedMediaType = () =>
  new ApiError({
    status: 415,
    code: 'unsupported_media_type',
    message: 'The Content-Type header must be application/json.',
  });

/** The request is understood and refused; only the message tells why. */
export const unprocessable = (message: string) =>
  new ApiError({ status: 422, code: 'unprocessable_entity', message });

/** Another event of the droplet is under way. */
export const pendingEvent = () => unprocessable('Droplet already has a pending event.');

/** The limit of an hour is reached. */
export const hourLimitReached = () => tooManyRequests('API rate limit exceeded.');

/** A limit of a minute is reached. Only the one for all requests says when to come again. */
export const minuteLimitReached = (retryAfterSeconds?: number) =>
  tooManyRequests(
    'Too many requests',
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );

const tooManyRequests = (message: string, headers: Readonly<Record<string, string>> = {}) =>
  new ApiError({ status: 429, code: 'too_many_requests', message, headers });

export const serverError = () =>
  new ApiError({ status: 500, code: 'server_error', message: 'Unexpected server-side error' });

/** DigitalOcean can do this, the emulator cannot. */
export const notEmulated = (what: string) =>
  new ApiError({
    status: 501,
    code: 'not_implemented',
    message: `The DigitalOcean emulator does not have ${what}.`,
  });
