import { decodeLabelText, encodeLabelText, MAX_LABEL_LENGTH } from './label-text.js';

/** Writes tags as labels, in the order they have. */
export function toLabels(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [encodeLabelText(key), encodeLabelText(value)]),
  );
}

/** Reads tags back from labels. Labels that others have put on a server come along as they are. */
export function readLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [decodeLabelText(key), decodeLabelText(value)]),
  );
}

/** Why Hetzner cannot hold a tag; `undefined` when it can. */
export function tagProblem(key: string, value: string): string | undefined {
  const [keyLength, valueLength] = [key, value].map((text) => encodeLabelText(text).length);
  const problems = [
    ...(isTooLong(keyLength) ? [`has a key that takes ${keyLength} characters`] : []),
    ...(isTooLong(valueLength) ? [`has a value that takes ${valueLength} characters`] : []),
  ];
  if (problems.length === 0) return undefined;
  return `${problems.join(' and ')}: Hetzner holds ${MAX_LABEL_LENGTH}, and all but letters, digits, "-", "_" and "." takes several`;
}

function isTooLong(length = 0): boolean {
  return length > MAX_LABEL_LENGTH;
}
