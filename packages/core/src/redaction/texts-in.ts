/** Every text and number in a value, however deep: what to redact when nothing is known about it. */
export function textsIn(value: unknown): Set<string> {
  const texts = new Set<string>();
  const seen = new Set<unknown>();
  const open = [value];
  while (open.length > 0) {
    const inner = open.pop();
    if (typeof inner === 'string') texts.add(inner);
    else if (typeof inner === 'number' || typeof inner === 'bigint') texts.add(String(inner));
    else if (typeof inner === 'object' && inner !== null && !seen.has(inner)) {
      seen.add(inner);
      open.push(...readValues(inner));
    }
  }
  return texts;
}

/** One by one, because a getter that throws must not hide what stands beside it. */
function readValues(object: object): unknown[] {
  const keys = attempt(() => Object.keys(object)) ?? [];
  return keys.map((key) => attempt((): unknown => Reflect.get(object, key)));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
