/** A time as the API writes it: ISO 8601 in UTC, in whole seconds. */
export function renderTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
