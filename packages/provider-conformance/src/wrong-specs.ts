/** Values that are wrong in a field of any spec, at any provider. */
export function wrongFields(now: number, provider: string) {
  const values: Readonly<Record<string, readonly unknown[]>> = {
    size: [undefined, null, 'tiny', '', 1],
    architecture: [undefined, null, 'x86', '', 64],
    region: ['', 'no region!', 'a/../b', 42],
    userData: [42, 'a\0b', {}, 'x'.repeat(2_000_000)],
    tags: ['env=test', [], null, 42],
    spotInstance: ['yes', 1, null],
    idempotencyKey: ['', 'k'.repeat(256), 'a\nb', 42],
    expiresAt: ['tomorrow', now + 3_600_000, new Date(Number.NaN), new Date(now - 60_000), null],
    providerOptions: ['fast', [], { [provider]: 'fast' }],
  };
  return Object.entries(values).flatMap(([field, wrong]) =>
    wrong.map((value) => ({ field, value })),
  );
}

const tooMany = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`tag-${index}`, '']));

/** Tags that are wrong at any provider, and where the issue must be. */
export const wrongTags: readonly { readonly tags: object; readonly path: string }[] = [
  { tags: { '': 'empty key' }, path: 'tags' },
  { tags: { 'stagely-managed': '1' }, path: 'tags.stagely-managed' },
  { tags: { Stagely: 'reserved in any case' }, path: 'tags.Stagely' },
  { tags: { 'a\nb': 'control character' }, path: 'tags' },
  { tags: { ['k'.repeat(128)]: 'long key' }, path: 'tags' },
  { tags: { long: 'v'.repeat(257) }, path: 'tags.long' },
  { tags: { control: 'a\0b' }, path: 'tags.control' },
  { tags: { broken: '\ud800' }, path: 'tags.broken' },
  { tags: { number: 1 }, path: 'tags.number' },
  { tags: { nothing: null }, path: 'tags.nothing' },
  { tags: tooMany, path: 'tags' },
];
