import type { Clock } from '@stagely/core/plugin';
import { IdSequence } from '../../random/id-sequence.js';
import { IndexedCollection, type Page } from '../../storage/indexed-collection.js';
import { notFound, unprocessable } from '../api-errors.js';
import { oldestFirst } from '../requests/pages-of-collections.js';
import type { PageRequest } from '../requests/read-page.js';
import { fingerprintOf } from './fingerprint-of.js';

/** A public key of the account. */
export interface SshKey {
  readonly id: number;
  readonly fingerprint: string;
  readonly publicKey: string;
  name: string;
}

/** The account's SSH keys. */
export class SshKeys {
  readonly #keys: IndexedCollection<number, SshKey>;
  readonly #ids = new IdSequence(50_000_001);

  constructor(clock: Clock) {
    this.#keys = new IndexedCollection({
      idOf: ({ id }) => id,
      keysOf: ({ fingerprint }) => [fingerprint],
      clock,
    });
  }

  /** @throws ApiError 422 when the name is empty, or the key is malformed or already there */
  add({ name, publicKey }: { name: string; publicKey: string }): SshKey {
    checkName(name);
    const fingerprint = fingerprintOf(publicKey);
    if (fingerprint === undefined) {
      throw unprocessable('Key invalid, key should be of the format `type key [comment]`');
    }
    if (this.#keys.count({ key: fingerprint }) > 0) {
      throw unprocessable('SSH Key is already in use on your account');
    }
    const key = { id: this.#ids.next(), name, publicKey: publicKey.trim(), fingerprint };
    this.#keys.add(key);
    return key;
  }

  /** The key with an id or fingerprint; ids may be written as text. */
  find(identifier: string | number): SshKey | undefined {
    if (/^\d+$/.test(String(identifier))) return this.#keys.get(Number(identifier));
    return this.#keys.page({ key: String(identifier).toLowerCase(), limit: 1 }).items[0];
  }

  /** @throws ApiError 404 when there is none */
  get(identifier: string): SshKey {
    const key = this.find(identifier);
    if (key === undefined) throw notFound();
    return key;
  }

  /** @throws ApiError 404 when there is no such key, 422 when the name is empty */
  rename(identifier: string, name: string): SshKey {
    const key = this.get(identifier);
    checkName(name);
    key.name = name;
    return key;
  }

  /** @throws ApiError 404 when there is no such key */
  remove(identifier: string): void {
    this.#keys.remove(this.get(identifier).id);
  }

  page(page: PageRequest): Page<SshKey> {
    return oldestFirst(this.#keys, {}, page);
  }
}

export function renderSshKey({ id, fingerprint, publicKey, name }: SshKey) {
  return { id, fingerprint, public_key: publicKey, name };
}

function checkName(name: string): void {
  if (name.trim() === '') throw unprocessable("Name can't be blank");
}
