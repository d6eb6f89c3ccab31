import type { Ec2Action } from '../ec2-actions.js';
import { requestErrors } from '../errors/request-errors.js';
import { integer, optional, text } from '../protocol/parameter-schemas.js';

/** How much one answer holds at most where a request does not say. */
const DEFAULT_PAGE_SIZE = 1000;

/** `MaxResults` and `NextToken`. */
export function pageParameters(minimum = 5, maximum = DEFAULT_PAGE_SIZE) {
  return { MaxResults: optional(integer(minimum, maximum)), NextToken: optional(text) };
}

/** Which page a request asks for. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One item, and where to go on behind it. */
export interface Positioned<Item> {
  readonly item: Item;
  readonly cursor: number;
}

/** A page and, unless it is the last, the token of the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/**
 * Takes the page that a request asks for.
 *
 * @param scan gives the items behind a cursor that fit the request
 * @throws ApiError InvalidNextToken for a token that this action did not give
 */
export function takePage<Item>(
  action: Ec2Action,
  { MaxResults: limit = DEFAULT_PAGE_SIZE, NextToken: token }: PageRequest,
  scan: (after: number) => Iterable<Positioned<Item>>,
): Page<Item> {
  const items: Item[] = [];
  let last = readToken(action, token);
  for (const { item, cursor } of scan(last)) {
    if (items.length === limit) return { items, nextToken: writeToken(action, last) };
    items.push(item);
    last = cursor;
  }
  return { items, nextToken: undefined };
}

/** Numbers the items of a list, for `takePage`. */
export function* positions<Item>(
  items: Iterable<Item>,
  after: number,
): Generator<Positioned<Item>, void, undefined> {
  let cursor = 0;
  for (const item of items) if (++cursor > after) yield { item, cursor };
}

function writeToken(action: Ec2Action, cursor: number): string {
  return Buffer.from(`${action} ${cursor}`).toString('base64url');
}

function readToken(action: Ec2Action, token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const [forAction, cursor = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  if (forAction !== action || !/^\d{1,15}$/.test(cursor)) throw requestErrors.invalidNextToken();
  return Number(cursor);
}
