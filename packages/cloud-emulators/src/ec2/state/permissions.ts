import { actions } from '../ec2-actions.js';
import { requestErrors } from '../errors/request-errors.js';

/** The actions, and what some of them need besides. */
const permissionNames: ReadonlySet<string> = new Set([
  ...actions,
  'ssm:GetParameters',
  'iam:CreateServiceLinkedRole',
]);

/** What the keys of the account may do: everything that was not denied. */
export class Permissions {
  readonly #denied = new Set<string>();

  /** @param permission an action of EC2 (`RunInstances`), or one of another service (`ssm:GetParameters`) */
  deny(permission: string): void {
    this.#denied.add(qualified(permission));
  }

  allow(permission: string): void {
    this.#denied.delete(qualified(permission));
  }

  allows(permission: string): boolean {
    return !this.#denied.has(qualified(permission));
  }

  /** @throws ApiError UnauthorizedOperation when it is denied */
  require(permission: string): void {
    if (!this.allows(permission)) {
      throw requestErrors.unauthorizedOperation(qualified(permission));
    }
  }
}

function qualified(permission: string): string {
  const name = permission.replace(/^ec2:/, '');
  if (!permissionNames.has(name)) throw new RangeError(`There is no permission ${permission}.`);
  return name.includes(':') ? name : `ec2:${name}`;
}
