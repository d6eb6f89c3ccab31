/** What was seen of a provider and should not have been. */
export class Finding extends Error {}

/** Goes on only when a condition holds; `seen` says what was seen otherwise. */
export function expectThat(condition: boolean, seen: string): asserts condition {
  if (!condition) throw new Finding(seen);
}
