/** Every text and number in a value of JSON: what to redact when nothing is known about it. */
export function* textsIn(value: unknown, depth = 0): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (typeof value === 'object' && value !== null && depth < 5) {
    for (const inner of Object.values(value)) yield* textsIn(inner, depth + 1);
  }
}
