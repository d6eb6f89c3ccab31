import { Hono } from 'hono';
import type { ApiCall, EmulatorEnvironment } from '../../emulator/api-call.js';
import { type AuthenticationRules, authenticate } from '../auth/authenticate.js';
import type { Ec2Context } from '../ec2-types.js';
import { requestErrors } from '../errors/request-errors.js';
import type { Operation } from '../operations/operation.js';
import { operations } from '../operations/operations.js';
import type { RateBucket } from '../request-buckets.js';
import { buildParameterTree, type ParameterTree } from './parameter-tree.js';
import { readParameters } from './read-parameters.js';
import { renderAnswer } from './render-answer.js';

const API_VERSION = '2016-11-15';

/** The one route of the Query API: whatever is asked, the parameters say it. */
export function createQueryApp(
  context: Ec2Context,
  rules: AuthenticationRules,
): Hono<EmulatorEnvironment> {
  const app = new Hono<EmulatorEnvironment>();
  app.all('*', ({ env: { call } }) => {
    call.responseHeaders.set('x-amzn-requestid', call.requestId);
    return answerQuery(call, context, rules);
  });
  return app;
}

function answerQuery(call: ApiCall, context: Ec2Context, rules: AuthenticationRules): Response {
  if (call.url.pathname !== '/') {
    throw requestErrors.invalidRequest(`There is nothing at ${call.url.pathname}.`);
  }
  const parameters = readParameters(call);
  const regionName = authenticate(call, rules);
  const { Action: action, Version: version, ...rest } = buildParameterTree(parameters);
  const operation = findOperation(action);
  if (version === undefined) throw requestErrors.missingParameter('Version');
  if (version !== API_VERSION) throw requestErrors.noSuchVersion(String(version));
  const { allowed } = context.rateLimiter.take(bucketOf(operation, rest), regionName);
  if (!allowed) throw requestErrors.requestLimitExceeded();
  context.permissions.require(operation.action);
  const region = context.regions.get(regionName);
  return renderAnswer(operation.action, operation.perform(rest, { region, context }), call);
}

function findOperation(action: ParameterTree[string] | undefined): Operation {
  if (action === undefined || action === '') throw requestErrors.missingAction();
  const operation = operations.get(String(action));
  if (operation === undefined) throw requestErrors.invalidAction(String(action));
  return operation;
}

/** What makes a request neither unfiltered nor unpaginated. */
const narrowing = [
  'Filter',
  'MaxResults',
  'NextToken',
  'InstanceId',
  'GroupId',
  'GroupName',
  'SpotInstanceRequestId',
];

function bucketOf({ action }: Operation, parameters: ParameterTree): RateBucket {
  if (narrowing.some((name) => parameters[name] !== undefined)) return action;
  switch (action) {
    case 'DescribeInstances':
    case 'DescribeInstanceStatus':
    case 'DescribeSecurityGroups':
    case 'DescribeSpotInstanceRequests':
      return `${action}.unfiltered`;
    default:
      return action;
  }
}
