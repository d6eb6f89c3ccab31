import type { LiveTarget } from './live-target.js';

/** Credentials of the same form whose secrets end otherwise. */
export function refusedCredentials({ plugin, credentials }: LiveTarget): Record<string, unknown> {
  const changed = plugin.secretFields.flatMap((field) => {
    const secret = credentials[field];
    return typeof secret === 'string' ? [[field, withOtherEnd(secret)] as const] : [];
  });
  return { ...credentials, ...Object.fromEntries(changed) };
}

/** Characters are replaced by others of their kind, so that hexadecimal stays hexadecimal. */
const ALPHABETS = [
  '0123456789',
  'abcdef',
  'ghijklmnopqrstuvwxyz',
  'ABCDEF',
  'GHIJKLMNOPQRSTUVWXYZ',
] as const;

function withOtherEnd(secret: string): string {
  const end = secret.slice(-8).replaceAll(/[a-z0-9]/gi, (character) => {
    const alphabet = ALPHABETS.find((each) => each.includes(character)) ?? character;
    return alphabet.charAt((alphabet.indexOf(character) + 1) % alphabet.length);
  });
  return secret.slice(0, -8) + end;
}
