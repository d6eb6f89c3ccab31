import type { ApiCall } from '../../emulator/api-call.js';
import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';
import type { Query, QueryParameters } from './read-query.js';

/** A request that may do what it asks for: its token and its method have been checked. */
export interface HetznerRequest {
  readonly call: ApiCall;
  readonly account: HetznerAccount;
  readonly project: Project;
  /** What stands in the path's braces. */
  readonly pathParameters: ReadonlyMap<string, string>;
  /** The query parameters that the operation knows. */
  readonly query: Query;
}

/** An answer before it is JSON. */
export interface HetznerAnswer {
  readonly status: 200 | 201 | 204;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the API. */
export interface HetznerOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As in the API description, with the version: `/v1/servers/{id}`. */
  readonly path: string;
  /** Default: none. `any` leaves them all unread. */
  readonly parameters?: QueryParameters | 'any';
  answer(request: HetznerRequest): HetznerAnswer;
}
