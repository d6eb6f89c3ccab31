import { ApiError } from '../../emulator/api-error.js';
import { USER_ARN } from '../wire/account.js';

const refuse = (status: number, code: string, message: string) =>
  new ApiError({ status, code, message });

/** Errors of a request as such, before it is known what it is about. */
export const requestErrors = {
  authFailure: () =>
    refuse(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),

  missingAuthenticationToken: () =>
    refuse(
      403,
      'MissingAuthenticationToken',
      'The request must contain either a valid (registered) AWS access key ID or X.509 certificate.',
    ),

  incompleteSignature: (problem: string) =>
    refuse(400, 'IncompleteSignature', `The request signature is incomplete: ${problem}.`),

  requestExpired: () => refuse(400, 'RequestExpired', 'Request has expired.'),

  unauthorizedOperation: (permission: string) =>
    refuse(
      403,
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. User: ${USER_ARN} is not authorized to perform: ${permission}`,
    ),

  dryRunOperation: () =>
    refuse(412, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.'),

  requestLimitExceeded: () => refuse(503, 'RequestLimitExceeded', 'Request limit exceeded.'),

  malformedQueryString: (problem: string) =>
    refuse(400, 'MalformedQueryString', `The query string is malformed: ${problem}.`),

  invalidRequest: (problem: string) => refuse(400, 'InvalidRequest', problem),

  invalidCharacter: (parameter: string) =>
    refuse(
      400,
      'InvalidCharacter',
      `The value of the parameter ${parameter} contains a character that is not allowed.`,
    ),

  missingAction: () =>
    refuse(400, 'MissingAction', 'The request must contain the parameter Action'),

  invalidAction: (action: string) =>
    refuse(400, 'InvalidAction', `The action ${action} is not valid for this web service.`),

  noSuchVersion: (version: string) =>
    refuse(
      400,
      'NoSuchVersion',
      `The requested version (${version}) of service AmazonEC2 does not exist`,
    ),

  requestEntityTooLarge: () =>
    refuse(413, 'RequestEntityTooLarge', 'The request body is larger than allowed.'),

  internalError: () => refuse(500, 'InternalError', 'An internal error has occurred'),

  missingParameter: (parameter: string) =>
    refuse(400, 'MissingParameter', `The request must contain the parameter ${parameter}`),

  unknownParameter: (parameter: string) =>
    refuse(400, 'UnknownParameter', `The parameter ${parameter} is not recognized`),

  /** For what EC2 has and the emulator has not; EC2 would have accepted it. */
  notEmulated: (what: string) =>
    refuse(400, 'UnsupportedOperation', `${what} is part of EC2 but not of this emulator.`),

  invalidParameterValue: (message: string) => refuse(400, 'InvalidParameterValue', message),

  invalidParameterCombination: (message: string) =>
    refuse(400, 'InvalidParameterCombination', message),

  invalidFilter: (filter: string) =>
    refuse(400, 'InvalidParameterValue', `The filter '${filter}' is invalid`),

  filterLimitExceeded: () =>
    refuse(
      400,
      'FilterLimitExceeded',
      'The maximum number of filter values in one request is 200.',
    ),

  invalidNextToken: () =>
    refuse(400, 'InvalidNextToken', 'The specified value for the parameter NextToken is invalid.'),
};
