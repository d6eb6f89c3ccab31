import type { InstanceSpec } from '@stagely/core';
import { UsageError } from '../failure/usage-error.js';
import type { Invocation } from '../invocation/invocation.js';
import { parseJsonObject } from './parse-json-object.js';
import { readStandardInput, readTextFile } from './read-text.js';

/** The options of `stagely create` that say what is to be created. */
export interface SpecOptions {
  readonly size?: InstanceSpec['size'] | undefined;
  readonly architecture?: InstanceSpec['architecture'] | undefined;
  readonly region?: string | undefined;
  readonly userDataFile?: string | undefined;
  readonly tag?: Record<string, string> | undefined;
  readonly spot?: boolean | undefined;
  readonly expiresIn?: number | undefined;
  readonly providerOptions?: string | undefined;
}

/**
 * Reads the files that the options name, and makes a spec of everything but the idempotency key.
 *
 * @throws UsageError
 */
export async function readInstanceSpec(
  invocation: Invocation,
  options: SpecOptions,
): Promise<InstanceSpec> {
  const { size, architecture, region, tag, spot, expiresIn } = options;
  if (size === undefined || architecture === undefined) {
    const missing = [
      ...(size === undefined ? ['--size <small|medium|large>'] : []),
      ...(architecture === undefined ? ['--architecture <amd64|arm64>'] : []),
    ];
    throw new UsageError(
      `What is to be created is not said: add ${missing.join(' and ')}.`,
      '"stagely create --help" shows examples.',
    );
  }
  return {
    size,
    architecture,
    region,
    userData: await readUserData(invocation, options.userDataFile),
    tags: tag,
    spotInstance: spot,
    expiresAt: expiresIn === undefined ? undefined : new Date(invocation.now() + expiresIn),
    providerOptions: await readProviderOptions(invocation, options.providerOptions),
  };
}

async function readUserData(
  invocation: Invocation,
  file: string | undefined,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return file === '-'
    ? readStandardInput(invocation, 'Pipe in the cloud-init text, or name a file.')
    : readTextFile(file, invocation.host.cwd);
}

async function readProviderOptions(
  { host }: Invocation,
  file: string | undefined,
): Promise<Record<string, object> | undefined> {
  if (file === undefined) return undefined;
  const hint = 'It must be one object per provider, such as {"hetzner": {"image": "debian-12"}}.';
  const json = await readTextFile(file, host.cwd);
  const found = Object.entries(parseJsonObject(json, `The file ${file}`, hint));
  return Object.fromEntries(
    found.map(([provider, options]) => {
      if (typeof options === 'object' && options !== null && !Array.isArray(options)) {
        return [provider, options];
      }
      throw new UsageError(`The file ${file} has no object for "${provider}".`, hint);
    }),
  );
}
