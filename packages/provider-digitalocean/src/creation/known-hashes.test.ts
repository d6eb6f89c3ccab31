import type { ManagedInstance } from '@stagely/core/plugin';
import { expect, test } from 'vitest';
import { KnownHashes } from './known-hashes.js';

const specHash = `1-${'a'.repeat(64)}`;
const creator = '0123456789ab';

function known(): KnownHashes {
  const hashes = new KnownHashes();
  hashes.noteSpec(specHash);
  hashes.noteCreator(creator);
  return hashes;
}

function instance(part: Pick<ManagedInstance, 'specHash' | 'creator'>): ManagedInstance {
  return {
    instanceId: '1',
    state: 'running',
    ready: true,
    region: 'fra1',
    instanceType: 's-1vcpu-1gb',
    architecture: 'amd64',
    spotInstance: false,
    tags: {},
    ...part,
  };
}

test('what a name holds of known hashes is completed', () => {
  const read = instance({ specHash: `1-${'a'.repeat(11)}`, creator: '01234567' });
  expect(known().complete(read)).toEqual({ ...read, specHash, creator });
});

test('hashes of others stay as they are', () => {
  const read = instance({ specHash: `1-${'b'.repeat(11)}`, creator: '0123456f' });
  expect(known().complete(read)).toEqual(read);
});

test('without hashes there is nothing to complete', () => {
  const read = instance({ specHash: undefined, creator: undefined });
  expect(known().complete(read)).toEqual(read);
});

test('of many specs the latest are known', () => {
  const hashes = known();
  for (let index = 0; index < 10_000; index++) {
    hashes.noteSpec(`1-${index.toString(16).padStart(11, '0')}${'0'.repeat(53)}`);
  }
  const read = instance({ specHash: `1-${'a'.repeat(11)}`, creator: undefined });
  expect(hashes.complete(read)).toEqual(read);
});
