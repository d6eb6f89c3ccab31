/** RFC 3339 without fractions of a second, as the API writes times. */
export function renderTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
