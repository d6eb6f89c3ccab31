const NAME = /^stagely-(?<keyHash>[0-9a-f]{32})-[0-9a-z]{12}-(?<creator>[0-9a-f]{8})$/;

/** Reads Stagely's marks from where the DigitalOcean provider puts them: the droplet's name and tags. */
export function readDropletMarks(name: string, tags: readonly string[]) {
  const { keyHash, creator } = NAME.exec(name)?.groups ?? {};
  const leases = tags.flatMap((tag) => /^stagely-expires-at:(\d+)$/.exec(tag)?.[1] ?? []);
  return {
    known: tags.includes('stagely-managed:1'),
    keyHash,
    creator,
    // While one lease takes another's place, the later one counts.
    expiresAt: leases.length === 0 ? undefined : Math.max(...leases.map(Number)),
    tags,
  };
}
