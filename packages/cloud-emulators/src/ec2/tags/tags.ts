/** A resource's tags by key. */
export type Tags = ReadonlyMap<string, string>;

/** The tags with others added; of equal keys the added one counts. */
export function withTags(tags: Tags, added: Tags): Tags {
  return new Map([...tags, ...added]);
}

/** Tags that EC2 itself has set, which users can neither set nor remove. */
export function isReserved(key: string): boolean {
  return /^aws:/i.test(key);
}
