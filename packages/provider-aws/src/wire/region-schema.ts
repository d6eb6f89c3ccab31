import * as v from 'valibot';

/** The answer of DescribeRegions. */
export const regionsSchema = v.pipe(
  v.object({
    Regions: v.array(v.object({ RegionName: v.string(), OptInStatus: v.optional(v.string()) })),
  }),
  v.transform(({ Regions }) =>
    Regions.map(({ RegionName, OptInStatus }) => ({
      name: RegionName,
      enabled: OptInStatus !== 'not-opted-in',
    })),
  ),
);

/** A region there is, and whether the account may use it. */
export type Region = v.InferOutput<typeof regionsSchema>[number];
