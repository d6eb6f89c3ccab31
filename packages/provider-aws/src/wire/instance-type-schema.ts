import * as v from 'valibot';

/** The answer of DescribeInstanceTypeOfferings: names of types. */
export const offeringsSchema = v.pipe(
  v.object({
    InstanceTypeOfferings: v.array(v.object({ InstanceType: v.string() })),
    NextToken: v.optional(v.string()),
  }),
  v.transform(({ InstanceTypeOfferings, NextToken }) => ({
    types: InstanceTypeOfferings.map(({ InstanceType }) => InstanceType),
    nextToken: NextToken,
  })),
);

/** The answer of DescribeInstanceTypes for one type: its architectures. */
export const architecturesSchema = v.pipe(
  v.object({
    InstanceTypes: v.array(
      v.object({ ProcessorInfo: v.object({ SupportedArchitectures: v.array(v.string()) }) }),
    ),
  }),
  v.transform(({ InstanceTypes }) =>
    InstanceTypes.flatMap(({ ProcessorInfo }) => ProcessorInfo.SupportedArchitectures),
  ),
);
