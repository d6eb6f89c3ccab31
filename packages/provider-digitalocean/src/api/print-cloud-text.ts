import type { Redactor } from '@stagely/core/plugin';

/** What is read of a text at all: redacting takes time. */
const LONGEST_READ = 4_000;

/** A text of the cloud's as it may stand in a message: without secrets, on one line, and not too long. */
export function printCloudText(text: string, redactor: Redactor, longest = 300): string {
  const line = redactor
    .text(text.slice(0, LONGEST_READ))
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
