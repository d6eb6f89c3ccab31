import { readFileSync } from 'node:fs';

/** What is in a JSON file; `undefined` where there is no such file, or no JSON in it. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
