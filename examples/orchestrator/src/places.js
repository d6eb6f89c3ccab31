/**
 * @import { InstanceSize } from '@stagely/core'
 * @import { Job, Tenant } from './database.js'
 */

/** @type {Record<InstanceSize, InstanceSize[]>} */
const SIZES = { small: ['small', 'medium'], medium: ['medium', 'large'], large: ['large'] };

/**
 * Where a job's machine can be, the best place first: in every region of the tenant at the size asked for, and then one
 * size larger, which costs more and is there when the other is sold out.
 *
 * @param {Job} job
 * @param {Tenant} tenant
 * @returns {{ size: InstanceSize, region: string | undefined }[]}
 */
export function placesFor({ size }, { regions }) {
  const wanted = regions.length === 0 ? [undefined] : regions;
  return SIZES[size].flatMap((each) => wanted.map((region) => ({ size: each, region })));
}
