import * as v from 'valibot';

const tagSchema = v.object({
  Key: v.string(),
  Value: v.optional(v.string(), ''),
});

/** An instance as EC2 describes it, as far as it is used. */
export const instanceSchema = v.object({
  InstanceId: v.string(),
  State: v.object({ Name: v.string() }),
  InstanceType: v.optional(v.string(), 'unknown'),
  Architecture: v.optional(v.string()),
  /** `spot`; absent for on-demand instances. */
  InstanceLifecycle: v.optional(v.string()),
  LaunchTime: v.optional(v.date()),
  PublicIpAddress: v.optional(v.string()),
  PrivateIpAddress: v.optional(v.string()),
  StateReason: v.optional(
    v.object({ Code: v.optional(v.string()), Message: v.optional(v.string()) }),
  ),
  Tags: v.optional(v.array(tagSchema), []),
});

export type InstanceAnswer = v.InferOutput<typeof instanceSchema>;

/** The answer of DescribeInstances. */
export const instancePageSchema = v.pipe(
  v.object({
    Reservations: v.array(v.object({ Instances: v.optional(v.array(instanceSchema), []) })),
    NextToken: v.optional(v.string()),
  }),
  v.transform(({ Reservations, NextToken }) => ({
    instances: Reservations.flatMap(({ Instances }) => Instances),
    nextToken: NextToken,
  })),
);

/** The answer of RunInstances for one instance. */
export const launchSchema = v.pipe(
  v.object({ Instances: v.looseTuple([instanceSchema]) }),
  v.transform(({ Instances: [instance] }) => instance),
);

/** The answer of TerminateInstances: what states instances have come to, by id. */
export const terminationSchema = v.pipe(
  v.object({
    TerminatingInstances: v.array(
      v.object({ InstanceId: v.string(), CurrentState: v.object({ Name: v.string() }) }),
    ),
  }),
  v.transform(
    ({ TerminatingInstances }) =>
      new Map(
        TerminatingInstances.map(({ InstanceId, CurrentState }) => [InstanceId, CurrentState.Name]),
      ),
  ),
);
