import { expect, it } from 'vitest';
import { isAbandonedName, toAbandonedName, toKeptName, toServerName } from './server-name.js';

const hash = 'a'.repeat(32);

it('only the name of an abandoned server says that it is', () => {
  expect(isAbandonedName(toAbandonedName(hash, 17))).toBe(true);
  for (const name of [
    toServerName(hash),
    toKeptName(hash, 17),
    `${toAbandonedName(hash, 17)}-old`,
    `${toServerName(hash)}-abandoned-`,
  ]) {
    expect(isAbandonedName(name)).toBe(false);
  }
});
