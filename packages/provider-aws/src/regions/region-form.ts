/** The form of the names of regions: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`. */
export const REGION_PATTERN = /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Where a partition of AWS has its first region, which tells of all others; every account may use it. */
export function firstRegionOf(region: string): string {
  if (region.startsWith('cn-')) return 'cn-north-1';
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  if (region.startsWith('us-iso-')) return 'us-iso-east-1';
  if (region.startsWith('us-isob-')) return 'us-isob-east-1';
  if (region.startsWith('eusc-')) return 'eusc-de-east-1';
  return 'us-east-1';
}
