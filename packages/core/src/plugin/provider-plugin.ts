import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { CloudProvider } from '../contract/cloud-provider.js';
import type { ProviderContext } from '../contract/provider-context.js';

/** What `credentialsFromEnvironment` reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a provider package has as its default export. */
export interface ProviderPlugin<Schema extends StandardSchemaV1 = StandardSchemaV1> {
  /** The provider's name, the same as in the package's manifest. */
  readonly name: string;
  /** The version of the contract it keeps. */
  readonly contract: 1;
  /** The shape of its credentials, as any Standard Schema: valibot, zod, arktype. Checked without a request. */
  readonly credentials: Schema;
  /** Which fields of the credentials must never be seen. */
  readonly secretFields: readonly string[];
  /** Makes a provider of checked credentials. May import what is heavy; makes no request. */
  createProvider(
    credentials: StandardSchemaV1.InferOutput<Schema>,
    context: ProviderContext,
  ): CloudProvider | Promise<CloudProvider>;
  /**
   * Finds credentials in environment variables. Returns what it found, also when it is not all: the
   * schema says what is missing.
   */
  credentialsFromEnvironment(environment: Environment): Record<string, unknown>;
  /** The variables that `credentialsFromEnvironment` reads, by credential field, the preferred name first. */
  readonly environmentVariables?: Readonly<Record<string, readonly string[]>>;
}
