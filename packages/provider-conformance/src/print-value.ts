import { inspect } from 'node:util';

/** Prints a value on one line, not too long. */
export function printValue(value: unknown): string {
  const text = inspect(value, { depth: 3, breakLength: Infinity, compact: true });
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
