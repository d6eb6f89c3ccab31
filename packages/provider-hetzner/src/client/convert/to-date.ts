/** A time of the API's, which was checked to be one. */
export function toDate(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
