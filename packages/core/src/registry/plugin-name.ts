import * as v from 'valibot';
import { printText } from '../validation/parse-input.js';

const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';
const PLAIN_NAME = new RegExp(`^${NAME}$`);
const SCOPED_NAME = new RegExp(`^@(${NAME})/(${NAME})$`);
const PACKAGE_NAME = new RegExp(
  `^(?:@stagely/provider-${NAME}|stagely-provider-${NAME}|@${NAME}/stagely-provider-${NAME})$`,
);
/** The longest name that a package can have. */
const MAX_LENGTH = 214;

/** A provider type. Types come out of databases, so a path, a URL and whatever else is no name is refused. */
export const providerTypeSchema = v.custom<string>(
  (type) => typeof type === 'string' && pluginPackageNames(type).length > 0,
  ({ input }) =>
    `must be a provider name such as "aws" or "@acme/fast", or the name of a provider package${typeof input === 'string' ? `, not "${printText(input)}"` : ''}`,
);

/** Whether a package name has one of the forms that provider plugins have. */
export function isPluginPackageName(name: string): boolean {
  return name.length <= MAX_LENGTH && PACKAGE_NAME.test(name);
}

/**
 * The packages that may bring a provider, in order: `aws` is `@stagely/provider-aws`, then
 * `stagely-provider-aws`; `@acme/fast` is `@acme/stagely-provider-fast`; a package name of one of these forms
 * is itself; anything else is none.
 */
export function pluginPackageNames(type: string): readonly string[] {
  if (isPluginPackageName(type)) return [type];
  if (PLAIN_NAME.test(type)) {
    return [`@stagely/provider-${type}`, `stagely-provider-${type}`].filter(isPluginPackageName);
  }
  const scoped = SCOPED_NAME.exec(type);
  if (scoped === null) return [];
  const [, scope, name] = scoped;
  return [`@${scope}/stagely-provider-${name}`].filter(isPluginPackageName);
}

/** The shortest type that leads to a plugin package, given what else is there: `aws`, `@acme/fast`. */
export function pluginType(packageName: string, packageNames: ReadonlySet<string>): string {
  const short = packageName
    .replace(/^(?:@stagely\/provider-|stagely-provider-)/, '')
    .replace('/stagely-provider-', '/');
  const first = pluginPackageNames(short).find((name) => packageNames.has(name));
  return first === packageName ? short : packageName;
}
