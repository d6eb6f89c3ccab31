import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** The descriptions of the API lie beside the repository, where they are present at all. */
const folder = new URL('../../../../../shared/specs/', import.meta.url);

const errorCodesSchema = v.object({
  digitalocean: v.array(
    v.object({
      status: v.union([v.number(), v.string()]),
      id: v.nullable(v.string()),
      messagePattern: v.optional(v.string()),
      exampleMessage: v.optional(v.string()),
      category: v.string(),
      throttling: v.optional(v.boolean(), false),
    }),
  ),
});

const specificationSchema = v.object({
  components: v.object({
    examples: v.record(v.string(), v.object({ value: v.unknown() })),
  }),
});

/** The rows of the table of error codes; `undefined` where it is not present. */
export function readErrorCodes() {
  return read('error-codes.json', errorCodesSchema)?.digitalocean;
}

/** The example answers of DigitalOcean's own description, by name; `undefined` where it is not present. */
export function readExamples(): Readonly<Record<string, { readonly value: unknown }>> | undefined {
  return read('digitalocean-openapi.json', specificationSchema)?.components.examples;
}

/** Says in the name of a test why it is skipped. */
export const ABSENT = 'skipped: the API descriptions are not beside the repository';

function read<const Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): v.InferOutput<Schema> | undefined {
  const path = fileURLToPath(new URL(file, folder));
  return existsSync(path) ? v.parse(schema, JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}
