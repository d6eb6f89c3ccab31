import type { ApiCall } from '../../emulator/api-call.js';
import type { HetznerAccount } from '../state/account.js';
import type { Project } from '../state/project.js';

/** A request that may do what it asks for: its token and its method have been checked. */
export interface HetznerRequest {
  readonly call: ApiCall;
  readonly account: HetznerAccount;
  readonly project: Project;
  /** What stands in the path's braces. */
  readonly pathParameters: ReadonlyMap<string, string>;
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
  answer(request: HetznerRequest): HetznerAnswer;
}
