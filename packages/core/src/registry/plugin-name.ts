import { invalidInput, printText } from '../validation/parse-input.js';

const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';
const PLAIN_NAME = new RegExp(`^${NAME}$`);
const SCOPED_NAME = new RegExp(`^@(${NAME})/(${NAME})$`);
const PACKAGE_NAME = new RegExp(
  `^(?:@stagely/provider-${NAME}|stagely-provider-${NAME}|@${NAME}/stagely-provider-${NAME})$`,
);
const MAX_LENGTH = 214;

/** Whether a package name has one of the forms that provider plugins have. */
export function isPluginPackageName(name: string): boolean {
  return name.length <= MAX_LENGTH && PACKAGE_NAME.test(name);
}

/**
 * The packages that may bring a provider, in order: `aws` is `@stagely/provider-aws`, then
 * `stagely-provider-aws`; `@acme/fast` is `@acme/stagely-provider-fast`; a package name of one of these forms
 * is itself.
 *
 * @throws InvalidInputError for anything else: provider types come out of databases
 */
export function pluginPackageNames(type: string): readonly string[] {
  if (typeof type === 'string' && type.length <= MAX_LENGTH) {
    if (isPluginPackageName(type)) return [type];
    if (PLAIN_NAME.test(type)) return [`@stagely/provider-${type}`, `stagely-provider-${type}`];
    const [, scope, name] = SCOPED_NAME.exec(type) ?? [];
    if (scope !== undefined && name !== undefined) return [`@${scope}/stagely-provider-${name}`];
  }
  const shown = typeof type === 'string' ? `, not "${printText(type)}"` : '';
  throw invalidInput({ operation: 'getProvider' }, [
    {
      path: 'type',
      message: `must be a provider name such as "aws" or "@acme/fast", or the name of a provider package${shown}`,
    },
  ]);
}

/** The shortest name that leads to a plugin package: `aws`, `@acme/fast`. */
export function pluginType(packageName: string): string {
  return packageName
    .replace(/^@stagely\/provider-/, '')
    .replace(/^stagely-provider-/, '')
    .replace('/stagely-provider-', '/');
}
