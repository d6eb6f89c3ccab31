import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A Standard Schema written by hand, as a third party's validation library has them. */
export function standardSchema<Output>(
  validate: (
    value: unknown,
  ) => StandardSchemaV1.Result<Output> | Promise<StandardSchemaV1.Result<Output>>,
): StandardSchemaV1<unknown, Output> {
  return { '~standard': { version: 1, vendor: 'by-hand', validate } };
}
