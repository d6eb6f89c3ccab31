import * as v from 'valibot';

const text = v.optional(v.string());

/** The answer of CreateFleet for a fleet of type `instant`: it is no error when no instance was launched. */
export const fleetSchema = v.pipe(
  v.object({
    Instances: v.array(v.object({ InstanceIds: v.optional(v.array(v.string()), []) })),
    /** One for each override that brought nothing. */
    Errors: v.optional(v.array(v.object({ ErrorCode: text, ErrorMessage: text })), []),
  }),
  v.transform(({ Instances, Errors }) => ({
    instanceId: Instances.flatMap(({ InstanceIds }) => InstanceIds)[0],
    errors: Errors.map(({ ErrorCode = 'unknown', ErrorMessage = '' }) => ({
      code: ErrorCode,
      text: ErrorMessage,
    })),
  })),
);

export type FleetAnswer = v.InferOutput<typeof fleetSchema>;
export type FleetFailure = FleetAnswer['errors'][number];
