import * as v from 'valibot';

const positionSchema = v.object({ line: v.number(), column: v.number() });

const mutantSchema = v.object({
  mutatorName: v.string(),
  replacement: v.optional(v.string()),
  status: v.string(),
  statusReason: v.optional(v.string()),
  location: v.object({ start: positionSchema, end: positionSchema }),
});

/** One change of the code, and what the tests said to it. */
export type Mutant = v.InferOutput<typeof mutantSchema>;

const reportSchema = v.object({
  files: v.record(v.string(), v.object({ mutants: v.array(mutantSchema) })),
});

/** What Stryker found out, by the paths of files in the package. */
export type MutationReport = v.InferOutput<typeof reportSchema>;

/** Reads what Stryker's JSON reporter wrote. */
export function parseMutationReport(json: string): MutationReport {
  return v.parse(reportSchema, JSON.parse(json));
}
